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
