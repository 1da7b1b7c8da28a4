import FoundationEssentials

/// Parses the formats of dates that AWS sends.
enum WireDate {
    /// ISO 8601 with seconds, with or without a fraction, in UTC or at an offset:
    /// `2026-11-24T06:39:00Z`, `…00.123Z`, `…00+00:00`.
    static func iso8601(_ text: String) -> Date? {
        var reader = DigitReader(text)
        guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2), reader.skip("-"),
            let day = reader.number(2), reader.skip("T") || reader.skip("t"), let hour = reader.number(2),
            reader.skip(":"), let minute = reader.number(2), reader.skip(":"), let second = reader.number(2),
            let whole = CivilTime(
                year: year, month: month, day: day, hour: hour, minute: minute, second: second
            ).date
        else { return nil }
        var fraction = 0.0
        if reader.skip(".") {
            guard let read = reader.fraction() else { return nil }
            fraction = read
        }
        guard let offset = zoneOffset(&reader), reader.isAtEnd else { return nil }
        return whole.addingTimeInterval(fraction - Double(offset))
    }

    /// A `Date` header: `Tue, 24 Nov 2026 06:39:00 GMT`
    /// (<https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7>).
    static func http(_ text: String) -> Date? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 6, parts[0].hasSuffix(","), parts[5] == "GMT" || parts[5] == "UTC",
            let month = months.firstIndex(of: String(parts[2]))
        else { return nil }
        var reader = DigitReader("\(parts[1]) \(parts[3]) \(parts[4])")
        guard let day = reader.number(parts[1].utf8.count), reader.skip(" "), let year = reader.number(4),
            reader.skip(" "), let hour = reader.number(2), reader.skip(":"), let minute = reader.number(2),
            reader.skip(":"), let second = reader.number(2), reader.isAtEnd
        else { return nil }
        return CivilTime(
            year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second
        ).date
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Seconds east of UTC; nil without a zone, since a local time is ambiguous.
    private static func zoneOffset(_ reader: inout DigitReader) -> Int? {
        if reader.skip("Z") || reader.skip("z") { return 0 }
        let sign = reader.skip("+") ? 1 : reader.skip("-") ? -1 : 0
        guard sign != 0, let hours = reader.number(2) else { return nil }
        _ = reader.skip(":")
        guard let minutes = reader.number(2), hours < 24, minutes < 60 else { return nil }
        return sign * (hours * 3_600 + minutes * 60)
    }
}

/// Reads ASCII text that consists of fixed groups of digits and separators.
struct DigitReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    var isAtEnd: Bool { position == bytes.count }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, UInt32(bytes[position]) == character.value else { return false }
        position += 1
        return true
    }

    /// Exactly `count` digits, at most nine.
    mutating func number(_ count: Int) -> Int? {
        guard (1...9).contains(count), position + count <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[position..<position + count] {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        position += count
        return value
    }

    /// One or more digits, as the decimals after a point.
    mutating func fraction() -> Double? {
        var value = 0.0
        var scale = 0.1
        let start = position
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
            value += Double(bytes[position] - 0x30) * scale
            scale /= 10
            position += 1
        }
        return position > start ? value : nil
    }
}
