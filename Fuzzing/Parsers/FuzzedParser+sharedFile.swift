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
        for kind in [SharedFile.Kind.config, .credentials] {
            let file = SharedFile(bytes, as: kind)
            let faults: [SharedFileError?] =
                [file.fault, file.firstFault] + file.misnamed.values.map(\.self) + file.sections.values.map(\.fault)
            for fault in faults.compactMap(\.self) { try FuzzFinding.unlessPrintable(fault.sentence(file: "config")) }
            let whole = file.sections.filter { $0.value.fault == nil }
            let written = whole.map { $0.written(in: kind) + $1.written }.joined()
            let again = SharedFile(Array(written.utf8), as: kind).sections
            let isSame = whole.allSatisfy { name, section in
                again[name]?.settings == section.settings && again[name]?.nested == section.nested
                    && again[name]?.fault == nil
            }
            try FuzzFinding.unless(isSame, "printed and read again it is another file:\n\(written)")
            try checkProfiles(of: file, kind)
        }
    }

    private static func checkProfiles(of file: SharedFile, _ kind: SharedFile.Kind) throws {
        for case .profile(let name) in file.sections.keys {
            do throws(AWSError) {
                let profiles = try AWSProfiles(
                    config: kind == .config ? file : SharedFile(),
                    credentials: kind == .credentials ? file : SharedFile(),
                    selectedName: name)
                guard let profile = profiles.selected else { continue }
                if "\(profile)" != "AWSProfile(\(name))" {
                    throw AWSError.malformedResponse("a profile shows more than its name")
                }
                _ = try SSOProfile(profile, profiles: profiles)
                _ = try AWSEndpoints(environment: [:], profiles: profiles)
                try checkCommand(of: profile)
            } catch {
                try FuzzFinding.unless(error.kind != .malformedResponse, error.message)
                try FuzzFinding.unlessPrintable(error.description, longest: bound(file))
            }
        }
    }

    private static func checkCommand(of profile: AWSProfile) throws(AWSError) {
        guard let line = profile["credential_process"] else { return }
        let words = ShellWords.split(line) ?? []
        let again = ShellWords.split(words.map(\.quoted).joined(separator: " "))
        guard words.isEmpty || again == words else {
            throw .malformedResponse("quoted and split again they are other words: \(words)")
        }
    }

    /// Sentences name profiles, which may be as long as they like.
    private static func bound(_ file: SharedFile) -> Int {
        2_000 + 4
            * (file.sections.flatMap { ["\($0.key)"] + $0.value.settings.values + $0.value.settings.keys }
                .map(\.utf8.count).max() ?? 0)
    }
}

extension String {
    /// As one word of a shell.
    fileprivate var quoted: String {
        "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}

extension SectionName {
    fileprivate func written(in kind: SharedFile.Kind) -> String {
        switch self {
        case .profile(let name): kind == .credentials ? "[\(name)]\n" : "[profile \(name.quoted)]\n"
        case .session(let name): "[sso-session \(name.quoted)]\n"
        case .services(let name): "[services \(name.quoted)]\n"
        case .defaults: "[DEFAULT]\n"
        case .other(let header): "[\(header)]\n"
        }
    }
}

extension SharedFile.Section {
    fileprivate var written: String {
        settings.map { name, value in
            let lines = value.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n  ")
            let below = (nested[name] ?? [:]).map { "  \($0)=\($1)\n" }.joined()
            return "\(name)=\(lines)\n\(below)"
        }.joined()
    }
}
