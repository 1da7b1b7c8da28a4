/// Reads comma-separated values (RFC 4180, line ends LF or CRLF) strictly, within bounds.
struct CommaSeparatedValues {
    let rows: [[String]]

    /// The report of the largest possible account is far smaller.
    static let mostBytes = 32 * 1_024 * 1_024

    init(_ bytes: [UInt8]) throws(CommaSeparatedValuesError) {
        guard bytes.count <= Self.mostBytes else { throw .tooLarge }
        var rows: [[String]] = []
        var row: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var wasQuoted = false
        var index = 0
        func text(_ bytes: [UInt8]) throws(CommaSeparatedValuesError) -> String {
            guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText(line: rows.count + 1) }
            return text
        }
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if isQuoted {
                if byte != UInt8(ascii: "\"") {
                    field.append(byte)
                } else if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
                    field.append(byte)
                    index += 1
                } else {
                    isQuoted = false
                    wasQuoted = true
                }
                continue
            }
            switch byte {
            case UInt8(ascii: ","):
                row.append(try text(field))
                field = []
                wasQuoted = false
            case UInt8(ascii: "\n"):
                if !wasQuoted, field.last == UInt8(ascii: "\r") { field.removeLast() }
                row.append(try text(field))
                rows.append(row)
                row = []
                field = []
                wasQuoted = false
            case UInt8(ascii: "\"") where field.isEmpty && !wasQuoted: isQuoted = true
            case UInt8(ascii: "\r") where wasQuoted: break
            default:
                guard !wasQuoted else { throw .strayText(line: rows.count + 1) }
                field.append(byte)
            }
        }
        guard !isQuoted else { throw .openQuote }
        if !field.isEmpty || !row.isEmpty || wasQuoted {
            if !wasQuoted, field.last == UInt8(ascii: "\r") { field.removeLast() }
            row.append(try text(field))
            rows.append(row)
        }
        self.rows = rows
    }
}

enum CommaSeparatedValuesError: Error, Hashable, CustomStringConvertible {
    case tooLarge
    case notText(line: Int)
    case strayText(line: Int)
    case openQuote

    var description: String {
        switch self {
        case .tooLarge: "it is larger than 32 MB"
        case .notText(let line): "line \(line) is not UTF-8"
        case .strayText(let line): "line \(line) has text after a closing quote"
        case .openQuote: "a quote is never closed"
        }
    }
}
