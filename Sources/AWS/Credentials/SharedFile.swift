/// A shared config or credentials file, as sections of settings.
///
/// It is always parsed to its end. A fault belongs to its section, and is an error for those who need that section. A
/// fault outside of any section is an error for everyone.
///
/// It is strict where a guess would be dangerous: a setting or section that occurs twice
/// is refused, since AWS's tools differ on which one counts.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html>
struct SharedFile: Sendable, Equatable {
    enum Kind: Sendable {
        case config, credentials
    }

    struct Section: Sendable, Equatable {
        /// Values by name in lower case. A value may have several lines; it is empty if there is none.
        var settings: [String: String] = [:]
        /// Settings indented below one without a value of its own.
        var nested: [String: [String: String]] = [:]
        /// The line numbers where the nested settings begin.
        var nestedLines: [String: Int] = [:]
        /// The first fault in it.
        var fault: SharedFileError?
    }

    static let limit = 1_048_576

    var sections: [SectionName: Section] = [:]
    /// The faults of sections whose name is not valid, by the name that was probably meant.
    var misnamed: [SectionName: SharedFileError] = [:]
    /// The first fault outside of any section.
    var fault: SharedFileError?

    /// A missing file.
    init() {}

    /// A file that can't be read at all.
    init(_ fault: SharedFileError) { self.fault = fault }

    init(_ bytes: [UInt8], as kind: Kind = .config) {
        guard bytes.count <= Self.limit else {
            fault = .tooLarge(limit: Self.limit)
            return
        }
        self = SharedFileParser.parse(bytes, as: kind)
    }

    /// The section with the settings that `[DEFAULT]` adds; nil if it doesn't exist.
    ///
    /// - Throws: its first fault, or the fault that makes it unclear whether it exists.
    func section(_ name: SectionName) throws(SharedFileError) -> Section? {
        if let fault = fault ?? sections[.defaults]?.fault { throw fault }
        guard var section = sections[name] else {
            if let fault = misnamed[name] { throw fault }
            return nil
        }
        if let fault = section.fault { throw fault }
        guard let defaults = sections[.defaults] else { return section }
        for (setting, value) in defaults.settings where section.settings[setting] == nil {
            section.settings[setting] = value
            section.nested[setting] = defaults.nested[setting]
            section.nestedLines[setting] = defaults.nestedLines[setting]
        }
        return section
    }

    /// The first fault in the file, to explain why something isn't found.
    var firstFault: SharedFileError? {
        fault ?? (misnamed.values + sections.values.compactMap(\.fault)).min { $0.line < $1.line }
    }
}

/// The kind and the name of a section in a shared file.
enum SectionName: Sendable, Hashable {
    case profile(String)
    /// `[sso-session NAME]`
    case session(String)
    /// `[services NAME]`
    case services(String)
    /// `[DEFAULT]`, in capitals: its settings are the defaults of every section.
    case defaults
    /// A section that AWS's tools ignore, such as `[preview]`.
    case other(String)

    /// Parses the text between the brackets, as botocore does. In the config file, a section's kind and its name are
    /// two words, quoted as in a shell. In the credentials file, the whole text is a profile's name.
    ///
    /// - Returns: the name, and whether it is valid. If not, it is the name that was probably meant.
    static func read(_ header: String, in kind: SharedFile.Kind) -> (name: SectionName, isValid: Bool) {
        if header == "DEFAULT" { return (.defaults, true) }
        if kind == .credentials { return (.profile(header), true) }
        if header == "default" { return (.profile("default"), true) }
        guard let (_, named) = kinds.first(where: { header.hasPrefix($0.word) }) else { return (.other(header), true) }
        if let words = ShellWords.split(header), words.count == 2 { return (named(words[1]), true) }
        let words = header.split(whereSeparator: \.isWhitespace).dropFirst()
        return (named(words.joined(separator: " ")), false)
    }

    /// Anything that begins with the word counts, as in AWS's tools.
    private static let kinds: [(word: String, named: @Sendable (String) -> SectionName)] = [
        ("profile", { .profile($0) }), ("sso-session", { .session($0) }), ("services", { .services($0) }),
    ]
}

/// A fault in a shared config or credentials file. The line's text is never repeated: it may be a secret.
enum SharedFileError: Error, Equatable {
    case unreadable
    case tooLarge(limit: Int)
    case malformed(String, line: Int)

    /// One sentence, naming the file.
    func sentence(file: String) -> String {
        switch self {
        case .unreadable: "\(file) cannot be read; check its owner and permissions."
        case .tooLarge(let limit): "\(file) is larger than \(limit) bytes and can't be an AWS configuration file."
        case .malformed(let what, let line): "\(file), line \(line): \(what)."
        }
    }

    /// Zero for a fault of the whole file.
    var line: Int {
        if case .malformed(_, let line) = self { line } else { 0 }
    }
}
