/// Parses a shared file line by line, like Python's `configparser`, which AWS's own tools use.
///
/// A line that is indented deeper than the setting above it continues its value. Every other line begins a section or
/// is a setting, however deep. Comments are whole lines: nothing is removed from a value.
/// <https://docs.python.org/3/library/configparser.html#supported-ini-file-structure>
struct SharedFileParser {
    private enum Place: Equatable {
        case beforeAnySection
        case section(SectionName)
        /// Below an unreadable section header: it is unknown which section the settings belong to.
        case unknownSection
    }

    private let kind: SharedFile.Kind
    private var file = SharedFile()
    private var place = Place.beforeAnySection
    private var depth = 0
    /// The setting whose value may continue, and the lines of the value so far.
    private var setting: String?
    private var value: [(text: String, line: Int)] = []

    static func parse(_ bytes: [UInt8], as kind: SharedFile.Kind) -> SharedFile {
        var parser = SharedFileParser(kind: kind)
        var lines = Self.lines(of: bytes)
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let isMarked = lines[0].starts(with: mark)
        if isMarked { lines[0].removeFirst(mark.count) }
        for (index, line) in lines.enumerated() {
            parser.read(line, number: index + 1)
            if index == 0, isMarked { parser.noteMark() }
        }
        parser.endSetting()
        return parser.file
    }

    private init(kind: SharedFile.Kind) { self.kind = kind }

    /// Splits at line feeds, carriage returns, and both together.
    private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        let feed = UInt8(ascii: "\n")
        let carriage = UInt8(ascii: "\r")
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        for (index, byte) in bytes.enumerated() where byte == feed || byte == carriage {
            if byte == feed, index > 0, bytes[index - 1] == carriage {
                start = index + 1
                continue
            }
            lines.append(bytes[start..<index])
            start = index + 1
        }
        return lines + [bytes[start...]]
    }

    private mutating func read(_ bytes: ArraySlice<UInt8>, number: Int) {
        let text = String(decoding: bytes, as: UTF8.self).unicodeScalars
        let start = text.drop { $0.properties.isWhitespace }
        let content = String(Substring(start)).trimmed
        if content.isEmpty {
            if setting != nil { value.append(("", number)) }
            return
        }
        if content.hasPrefix("#") || content.hasPrefix(";") { return }
        let indentation = text.count - start.count
        let continues = setting != nil && indentation > depth
        if continues {
            value.append((content, number))
        } else {
            endSetting()
            depth = indentation
            if content.hasPrefix("[") { header(content, number) } else { option(content, number) }
        }
        if String(validating: bytes, as: UTF8.self) == nil {
            note("bytes that are not UTF-8 text", number)
        } else if let invisible = text.first(where: Self.isInvisible) {
            note("the character \(Self.name(of: invisible)), which is not visible; remove it", number)
        }
    }

    private mutating func header(_ content: String, _ number: Int) {
        let scalars = content.unicodeScalars
        guard let close = scalars.firstIndex(of: "]") else {
            if scalars.contains(where: Self.isDelimiter), place != .unknownSection {
                // AWS's tools read it as a setting of the section before it.
                return note("a section without its closing bracket", number)
            }
            open(String(scalars.dropFirst()), number)
            return note("a section without its closing bracket", number)
        }
        let inside = String(scalars[..<close].dropFirst()).trimmed
        guard !inside.isEmpty else {
            place = .unknownSection
            return noteFileFault("a section without a name", number)
        }
        open(inside, number)
        if scalars[scalars.index(after: close)...].contains("]") {
            note("another bracket after a section's name; remove the text after the first", number)
        }
    }

    private mutating func open(_ header: String, _ number: Int) {
        let (name, isValid) = SectionName.read(header.trimmed, in: kind)
        guard isValid else {
            place = .unknownSection
            let what = "a section whose name is not one word; put quotes around a name with spaces"
            file.misnamed[name] = file.misnamed[name] ?? .malformed(what, line: number)
            return
        }
        place = .section(name)
        if file.sections[name] == nil {
            file.sections[name] = SharedFile.Section()
        } else if name != .defaults {
            note("a section that occurs twice", number)
        }
    }

    private mutating func option(_ content: String, _ number: Int) {
        guard place != .beforeAnySection else { return note("a setting before any section", number) }
        let scalars = content.unicodeScalars
        guard let delimiter = scalars.firstIndex(where: Self.isDelimiter) else {
            return note("neither a section, nor name = value, nor a comment", number)
        }
        let name = String(scalars[..<delimiter]).trimmed.lowercased()
        guard !name.isEmpty else { return note("a setting without a name", number) }
        if case .section(let section) = place, file.sections[section]?.settings[name] != nil {
            note("a setting that occurs twice", number)
        }
        setting = name
        value = [(String(scalars[delimiter...].dropFirst()).trimmed, number)]
    }

    /// Stores the value when no line continues it.
    private mutating func endSetting() {
        guard let name = setting else { return }
        setting = nil
        guard case .section(let section) = place else { return }
        if value[0].text.isEmpty, let first = value.first(where: { !$0.text.isEmpty }) {
            let below = nested()
            file.sections[section]?.settings[name] = ""
            file.sections[section]?.nestedLines[name] = first.line
            file.sections[section]?.nested[name] = below
        } else {
            let lines = value.map(\.text).joined(separator: "\n")
            file.sections[section]?.settings[name] = lines.trimmed
        }
    }

    private mutating func nested() -> [String: String] {
        var settings: [String: String] = [:]
        for (text, line) in value where !text.isEmpty {
            let scalars = text.unicodeScalars
            guard let equals = scalars.firstIndex(of: "=") else {
                let isHeader = text.hasPrefix("[")
                let what =
                    isHeader
                    ? "a section that is indented deeper than the setting above it; indent it less"
                    : "neither name = value nor a comment, below a setting without a value"
                note(what, line)
                // That section would be missing, and its settings would be ignored silently.
                if isHeader { noteFileFault(what, line) }
                continue
            }
            let name = String(scalars[..<equals]).trimmed
            if name.isEmpty { note("a setting without a name", line) }
            if settings[name] != nil { note("a setting that occurs twice", line) }
            settings[name] = String(scalars[equals...].dropFirst()).trimmed
        }
        return settings
    }

    /// Reports a byte order mark: AWS's tools refuse a file that begins with one.
    private mutating func noteMark() {
        let fault = SharedFileError.malformed("a byte order mark (U+FEFF); save the file without one", line: 1)
        if case .section(let name) = place { file.sections[name]?.fault = fault } else { file.fault = fault }
    }

    private mutating func note(_ what: String, _ line: Int) {
        switch place {
        case .section(let name):
            let fault = file.sections[name]?.fault
            file.sections[name]?.fault = fault ?? .malformed(what, line: line)
        case .beforeAnySection: noteFileFault(what, line)
        case .unknownSection: break
        }
    }

    private mutating func noteFileFault(_ what: String, _ line: Int) {
        file.fault = file.fault ?? .malformed(what, line: line)
    }

    private static func isDelimiter(_ scalar: Unicode.Scalar) -> Bool { scalar == "=" || scalar == ":" }

    /// Names appear in error messages, so control characters and invisible characters are refused.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control: scalar != "\t"
        case .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    private static func name(of scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
