/// A shared config or credentials file, as sections of settings.
///
/// Strict where guessing would be dangerous: a setting or section that occurs
/// twice is refused, since AWS's tools differ on which one counts.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html>
struct SharedFile: Sendable, Equatable {
    struct Section: Sendable, Equatable {
        /// Names in lower case.
        var settings: [String: String] = [:]
        /// Settings indented below one without a value of its own.
        var nested: [String: [String: String]] = [:]
    }

    static let limit = 1_048_576

    private(set) var sections: [String: Section] = [:]

    init() {}

    init(_ bytes: [UInt8]) throws(SharedFileError) {
        guard bytes.count <= Self.limit else { throw .tooLarge(limit: Self.limit) }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        var section: String?
        var parent: String?
        var number = 0
        // By scalars: to Swift a carriage return with its line feed is a single character.
        for line in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
            number += 1
            let raw = String(Substring(line))
            let content = raw.trimmed
            if content.isEmpty || content.hasPrefix("#") || content.hasPrefix(";") { continue }
            guard !content.unicodeScalars.contains(where: Self.isUnseen) else {
                throw .malformed("a control character", line: number)
            }
            let indented = raw.first == " " || raw.first == "\t"
            if content.hasPrefix("["), !indented {
                let name = try Self.header(content, line: number)
                guard sections[name] == nil else { throw .malformed("a section that occurs twice", line: number) }
                sections[name] = Section()
                section = name
                parent = nil
                continue
            }
            guard let section else { throw .malformed("a setting before any section", line: number) }
            let (name, value) = try Self.setting(content, line: number)
            if indented, let parent {
                guard sections[section]?.nested[parent]?[name] == nil else {
                    throw .malformed("a setting that occurs twice", line: number)
                }
                sections[section]?.nested[parent, default: [:]][name] = value
            } else {
                guard sections[section]?.settings[name] == nil else {
                    throw .malformed("a setting that occurs twice", line: number)
                }
                sections[section]?.settings[name] = value
                parent = value.isEmpty ? name : nil
            }
        }
    }

    /// Names end up in sentences; a line that could move a cursor or turn around is not one anybody meant.
    private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control: scalar != "\t"
        case .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    private static func header(_ content: String, line: Int) throws(SharedFileError) -> String {
        guard let close = content.firstIndex(of: "]") else {
            throw .malformed("a section without its closing bracket", line: line)
        }
        let rest = String(content[content.index(after: close)...]).trimmed
        guard rest.isEmpty || rest.hasPrefix("#") || rest.hasPrefix(";") else {
            throw .malformed("text after a section's name", line: line)
        }
        let words = content[content.index(after: content.startIndex)..<close].split { $0 == " " || $0 == "\t" }
        guard !words.isEmpty else { throw .malformed("a section without a name", line: line) }
        return words.joined(separator: " ")
    }

    private static func setting(_ content: String, line: Int) throws(SharedFileError) -> (String, String) {
        guard let equals = content.firstIndex(of: "=") else {
            throw .malformed("neither a section, nor name = value, nor a comment", line: line)
        }
        let name = String(content[..<equals]).trimmed.lowercased()
        guard !name.isEmpty else { throw .malformed("a setting without a name", line: line) }
        var value = String(content[content.index(after: equals)...])
        for marker in [" #", " ;", "\t#", "\t;"] {
            if let comment = value.firstRange(of: marker) { value = String(value[..<comment.lowerBound]) }
        }
        return (name, value.trimmed)
    }
}
