/// Reads JSON (RFC 8259) strictly into a tree with positions, with limits on size and depth.
///
/// `JSONDecoder` keeps neither positions nor duplicate keys, and error messages need both.
struct JSONReader {
    private let file: String
    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var line = 1
    private var lineStart = 0

    init(_ bytes: [UInt8], file: String) throws(SettingsError) {
        self.file = file
        scalars = Array(try SettingsTree.text(bytes, file: file).unicodeScalars)
    }

    mutating func read() throws(SettingsError) -> SettingsTree {
        skipSpace()
        let tree = try readValue(depth: 0)
        skipSpace()
        guard index == scalars.count else { throw failure("nothing may follow the JSON value.") }
        return tree
    }

    private mutating func readValue(depth: Int) throws(SettingsError) -> SettingsTree {
        guard depth <= SettingsTree.maxDepth else {
            throw failure("lists and maps may be nested at most \(SettingsTree.maxDepth) levels deep.")
        }
        let position = here
        switch current {
        case "{": return SettingsTree(.map(try readMap(depth: depth)), at: position)
        case "[": return SettingsTree(.list(try readList(depth: depth)), at: position)
        case "\"": return SettingsTree(.scalar(try readString(), .quoted), at: position)
        case nil: throw failure("the JSON ends too early.")
        case let scalar? where scalar == "-" || ("0"..."9").contains(scalar):
            return SettingsTree(.scalar(try readNumber(), .number), at: position)
        default: return try readLiteral()
        }
    }

    private mutating func readMap(depth: Int) throws(SettingsError) -> [SettingsTree.Entry] {
        var entries: [SettingsTree.Entry] = []
        index += 1
        skipSpace()
        if take("}") { return entries }
        while true {
            let position = here
            guard current == "\"" else { throw failure("a key in double quotes is expected here.") }
            let key = try readString()
            skipSpace()
            guard take(":") else { throw failure("a colon is expected here, between a key and its value.") }
            skipSpace()
            let value = try readValue(depth: depth + 1)
            entries.append(SettingsTree.Entry(key: key, keyPosition: position, value: value))
            skipSpace()
            if take("}") { return entries }
            guard take(",") else { throw failure("a comma or the end of the map is expected here.") }
            skipSpace()
        }
    }

    private mutating func readList(depth: Int) throws(SettingsError) -> [SettingsTree] {
        var items: [SettingsTree] = []
        index += 1
        skipSpace()
        if take("]") { return items }
        while true {
            items.append(try readValue(depth: depth + 1))
            skipSpace()
            if take("]") { return items }
            guard take(",") else { throw failure("a comma or the end of the list is expected here.") }
            skipSpace()
        }
    }

    private mutating func readLiteral() throws(SettingsError) -> SettingsTree {
        let literals: [(String, SettingsTree.ScalarKind)] = [("true", .bool), ("false", .bool), ("null", .null)]
        for (literal, kind) in literals where scalars[index...].starts(with: literal.unicodeScalars) {
            let position = here
            index += literal.utf8.count
            return SettingsTree(.scalar(literal, kind), at: position)
        }
        throw failure("a JSON value is expected here; text needs double quotes.")
    }

    private mutating func readNumber() throws(SettingsError) -> String {
        let start = index
        _ = take("-")
        let first = current
        let whole = takeDigits()
        guard whole > 0, first != "0" || whole == 1 else {
            throw failure("a JSON number has digits and doesn't begin with 0; text needs double quotes.")
        }
        if take("."), takeDigits() == 0 { throw failure("digits are expected after the decimal point.") }
        if take("e") || take("E") {
            _ = take("+") || take("-")
            if takeDigits() == 0 { throw failure("digits are expected in the exponent.") }
        }
        return text(scalars[start..<index])
    }

    private mutating func readString() throws(SettingsError) -> String {
        index += 1
        var read = String.UnicodeScalarView()
        while let scalar = current {
            switch scalar {
            case "\"":
                index += 1
                return String(read)
            case "\\":
                read.append(try readEscape())
            case "\u{0}"..."\u{1F}":
                throw failure("text can't contain control characters; write \\n for a line break.")
            default:
                read.append(scalar)
                index += 1
            }
        }
        throw failure("the text's closing quote is missing.")
    }

    private mutating func readEscape() throws(SettingsError) -> Unicode.Scalar {
        let plain: [Unicode.Scalar: Unicode.Scalar] = [
            "\"": "\"", "\\": "\\", "/": "/", "b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r", "t": "\t",
        ]
        index += 1
        if let scalar = current, let escaped = plain[scalar] {
            index += 1
            return escaped
        }
        guard let high = readUnit() else { throw failure("JSON has no such escape; write \\\\ for a backslash.") }
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard (0xD800...0xDBFF).contains(high), take("\\"), let low = readUnit(), (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
        else { throw failure("half of a surrogate pair is missing.") }
        return scalar
    }

    /// Reads the rest of an escape: `u` and four hexadecimal digits.
    private mutating func readUnit() -> UInt32? {
        guard index + 5 <= scalars.count, scalars[index] == "u" else { return nil }
        let digits = scalars[(index + 1)..<(index + 5)]
        guard digits.allSatisfy(\.properties.isASCIIHexDigit) else { return nil }
        index += 5
        return UInt32(text(digits), radix: 16)
    }

    private var current: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private var here: SourcePosition { SourcePosition(file: file, line: line, column: index - lineStart + 1) }

    private func failure(_ sentence: String) -> SettingsError { .malformed(SettingsProblem(here, sentence)) }

    private func text(_ slice: ArraySlice<Unicode.Scalar>) -> String { String(String.UnicodeScalarView(slice)) }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard current == scalar else { return false }
        index += 1
        return true
    }

    private mutating func takeDigits() -> Int {
        let start = index
        while let scalar = current, ("0"..."9").contains(scalar) { index += 1 }
        return index - start
    }

    private mutating func skipSpace() {
        while let scalar = current, [" ", "\t", "\n", "\r"].contains(scalar) {
            index += 1
            if scalar == "\n" {
                line += 1
                lineStart = index
            }
        }
    }
}

extension SettingsTree {
    /// Reads the configuration's JSON form.
    ///
    /// - Parameters:
    ///   - bytes: the whole document, in UTF-8.
    ///   - file: what positions name as the source.
    /// - Throws: ``SettingsError/malformed(_:)`` at the first place that isn't JSON.
    package init(json bytes: [UInt8], file: String) throws(SettingsError) {
        var reader = try JSONReader(bytes, file: file)
        self = try reader.read()
    }
}
