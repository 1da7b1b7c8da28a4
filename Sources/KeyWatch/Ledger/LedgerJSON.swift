package import FoundationEssentials

/// Encodes the values that ledgers keep as JSON beside the events: instants as whole milliseconds, so that what is read
/// back is exactly what was written.
package enum LedgerJSON {
    package static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { instant, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(instant.milliseconds)
        }
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    package static func value<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            guard let instant = Date(milliseconds: try container.decode(Int64.self)) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an instant")
            }
            return instant
        }
        return try decoder.decode(type, from: Data(text.utf8))
    }
}

extension Date {
    /// Milliseconds since 1970, the precision in which ledgers keep instants.
    package var milliseconds: Int64 { Int64(min(max((timeIntervalSince1970 * 1_000).rounded(), -9e15), 9e15)) }

    /// Nil for instants more than thirty thousand years away: arithmetic with dates must not overflow.
    package init?(milliseconds: Int64) {
        guard (-Self.mostMilliseconds...Self.mostMilliseconds).contains(milliseconds) else { return nil }
        self.init(timeIntervalSince1970: Double(milliseconds) / 1_000)
    }

    private static let mostMilliseconds: Int64 = 1_000_000_000_000_000
}
