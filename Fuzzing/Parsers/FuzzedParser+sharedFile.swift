@testable import AWS

extension FuzzedParser {
    /// `~/.aws/config` and `~/.aws/credentials`.
    static let sharedFile = FuzzedParser(
        name: "shared-file",
        words: [
            "[default]\n", "[profile a]\n", "[sso-session s]\n", "[services v]\n", "[a]\n", "=", " = ", "\n", "\r\n",
            "\n  ", "#", " #",
            " ;", "aws_access_key_id", "aws_secret_access_key", "aws_session_token", "role_arn", "source_profile",
            "credential_process", "credential_source", "sso_account_id", "sso_role_name", "sso_session", "sso_region",
            "sso_start_url", "region", "services", "iam =\n  endpoint_url", "\"", "'", "\\",
        ]
    ) { bytes in
        let file: SharedFile
        do throws(SharedFileError) { file = try SharedFile(bytes) } catch {
            return try FuzzFinding.unlessPrintable(error.sentence(file: "config"))
        }
        if let written = file.written {
            let again = try? SharedFile(Array(written.utf8))
            try FuzzFinding.unless(again == file, "printed and read again it is another file:\n\(written)")
        }
        try checkProfiles(of: file)
    }

    private static func checkProfiles(of file: SharedFile) throws {
        let profiles = AWSProfiles(config: file, credentials: file, selectedName: "default")
        for name in file.sections.keys {
            let plain = name.hasPrefix("profile ") ? String(name.dropFirst("profile ".count)) : name
            guard let profile = profiles.profile(named: plain) else { continue }
            try FuzzFinding.unless("\(profile)" == "AWSProfile(\(plain))", "a profile shows more than its name")
            do throws(AWSError) { _ = try SSOProfile(profile, profiles: profiles) } catch {
                try FuzzFinding.unlessPrintable(error.description, longest: bound(file))
            }
            guard let line = profile["credential_process"] else { continue }
            let words = CommandWords.split(line) ?? []
            let quoted = words.map {
                "'" + $0.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
            }
            try FuzzFinding.unless(
                words.isEmpty || CommandWords.split(quoted.joined(separator: " ")) == words,
                "quoted and split again they are other words: \(words)")
        }
    }

    /// Sentences name profiles, which may be as long as they like.
    private static func bound(_ file: SharedFile) -> Int {
        2_000 + 4
            * (file.sections.flatMap { [$0.key] + $0.value.settings.values + $0.value.settings.keys }.map(\.utf8.count)
                .max() ?? 0)
    }
}

extension SharedFile {
    /// No space around `=`, as a value may begin with what would be a comment after one.
    ///
    /// Nil where there is no way: a setting that has others below it can't be indented, nor begin like a section.
    fileprivate var written: String? {
        let parents = sections.values.flatMap(\.settings).filter(\.value.isEmpty).map(\.key)
        guard !parents.contains(where: { $0.hasPrefix("[") }) else { return nil }
        return sections.map { name, section in
            let settings = section.settings.map { setting, value in
                // Indented it is the same, and can't be taken for a section's beginning.
                let nested = (section.nested[setting] ?? [:]).map { "  \($0)=\($1)\n" }.joined()
                return (text: "\(setting)=\(value)\n\(nested)", hasNested: value.isEmpty)
            }
            // What has a value comes first: an indented line after one without would belong to it.
            let plain = settings.filter { !$0.hasNested }.map { $0.text.hasPrefix("[") ? " \($0.text)" : $0.text }
            let parents = settings.filter(\.hasNested).map(\.text)
            return "[\(name)]\n\(plain.joined())\(parents.joined())"
        }.joined()
    }
}
