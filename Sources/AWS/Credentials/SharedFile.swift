/// A shared config or credentials file, as sections of settings.
///
/// It is read to its end, whatever is wrong in it: a fault belongs to the section it stands in, and is an error for those
/// who need that section. One that stands in no section is an error for everybody: it may concern them.
///
/// Strict where guessing would be dangerous: a setting or section that occurs
/// twice is refused, since AWS's tools differ on which one counts.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html>
struct SharedFile: Sendable, Equatable {
    enum Kind: Sendable {
        case config, credentials
    }

    struct Section: Sendable, Equatable {
        /// Names in lower case. The value is as it stands there, over several lines too; empty where there is none.
        var settings: [String: String] = [:]
        /// Settings indented below one without a value of its own.
        var nested: [String: [String: String]] = [:]
        /// The lines that those begin in.
        var nestedLines: [String: Int] = [:]
        /// The first thing that is wrong in it.
        var fault: SharedFileError?
    }

    static let limit = 1_048_576

    var sections: [SectionName: Section] = [:]
    /// Sections of that name that AWS's tools don't take for it.
    var misnamed: [SectionName: SharedFileError] = [:]
    /// The first thing that is wrong outside of any section.
    var stray: SharedFileError?

    /// A file that isn't there.
    init() {}

    /// A file that there is, and nothing can be learnt from.
    init(_ fault: SharedFileError) { stray = fault }

    init(_ bytes: [UInt8], as kind: Kind = .config) {
        guard bytes.count <= Self.limit else {
            stray = .tooLarge(limit: Self.limit)
            return
        }
        self = SharedFileParser.parse(bytes, as: kind)
    }

    /// The section with what `[DEFAULT]` adds to it; nil when there is none of that name.
    ///
    /// - Throws: what is wrong in it, or why it can't be told whether it is there.
    func section(_ name: SectionName) throws(SharedFileError) -> Section? {
        if let fault = stray ?? sections[.defaults]?.fault { throw fault }
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

    /// Something that is wrong in it, for whoever looks for what should be there.
    var doubt: SharedFileError? {
        stray ?? (misnamed.values + sections.values.compactMap(\.fault)).min { $0.line < $1.line }
    }
}

/// What a section of a shared file is for, and the name it has there.
enum SectionName: Sendable, Hashable {
    case profile(String)
    /// `[sso-session NAME]`
    case session(String)
    /// `[services NAME]`
    case services(String)
    /// `[DEFAULT]`, in capitals: what stands in it counts for every section that doesn't say otherwise.
    case defaults
    /// A section that AWS's tools don't look at, such as `[preview]`.
    case other(String)

    /// Reads what stands between the brackets, as botocore does: in the config file a section's kind and its name are two
    /// words, quoted as in a shell; in the credentials file the whole is a profile's name.
    ///
    /// - Returns: the name, and whether it is written as such. Where it isn't, it is the one that was probably meant.
    static func read(_ header: String, in kind: SharedFile.Kind) -> (name: SectionName, isWhole: Bool) {
        if header == "DEFAULT" { return (.defaults, true) }
        if kind == .credentials { return (.profile(header), true) }
        if header == "default" { return (.profile("default"), true) }
        guard let (_, named) = kinds.first(where: { header.hasPrefix($0.word) }) else { return (.other(header), true) }
        if let words = CommandWords.split(header), words.count == 2 { return (named(words[1]), true) }
        let words = header.split(whereSeparator: \.isWhitespace).dropFirst()
        return (named(words.joined(separator: " ")), false)
    }

    /// Anything that begins with the word: AWS's tools don't look closer.
    private static let kinds: [(word: String, named: @Sendable (String) -> SectionName)] = [
        ("profile", { .profile($0) }), ("sso-session", { .session($0) }), ("services", { .services($0) }),
    ]
}

/// Why a shared config or credentials file cannot be read. The line's text is never repeated: it may be a secret.
enum SharedFileError: Error, Equatable {
    case unreadable
    case tooLarge(limit: Int)
    case malformed(String, line: Int)

    /// One sentence, naming the file.
    func sentence(file: String) -> String {
        switch self {
        case .unreadable: "\(file) cannot be read; check its owner and mode."
        case .tooLarge(let limit): "\(file) is larger than \(limit) bytes, so it is no AWS configuration file."
        case .malformed(let what, let line): "\(file), line \(line): \(what)."
        }
    }

    /// Zero for what concerns the whole file.
    var line: Int {
        if case .malformed(_, let line) = self { line } else { 0 }
    }
}
