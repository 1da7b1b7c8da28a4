import FoundationEssentials

/// Instants inside event bodies: ISO 8601 in UTC with milliseconds, so that no deadline is read back a moment early.
enum BodyInstant {
    private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    static func encode(_ instant: Date, to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        // Rounded first: formatting alone would cut, and a cut deadline is an earlier one.
        let milliseconds = (instant.timeIntervalSince1970 * 1_000).rounded()
        try container.encode(Date(timeIntervalSince1970: milliseconds / 1_000 + 0.000_1).formatted(style))
    }

    static func decode(_ decoder: any Decoder) throws -> Date {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let instant = try? style.parse(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no instant: \(text)")
        }
        return Date(timeIntervalSince1970: (instant.timeIntervalSince1970 * 1_000).rounded() / 1_000)
    }
}
