package import KeyPolicy

/// How to reach Slack.
package struct SlackSettings: Hashable, Sendable {
    package var token: SecretReference
    /// The security channel.
    package var channel: SlackChannelID
    /// Whether a run may post although that channel is public or shared with other companies.
    package var channelMayBePublic = false
    /// Ids of the apps and bots (`A…`, `B…`) that Relevo used before its app was created again.
    package var earlierApps: Set<String> = []
    /// Ends in a slash; `https`, or `http` on this machine.
    package var apiURL: String = standardAddress

    package static let standardAddress = "https://slack.com/api/"

    package init(token: SecretReference, channel: SlackChannelID) {
        self.token = token
        self.channel = channel
    }
}

/// Where a secret is stored; the secret itself is never in a configuration.
package enum SecretReference: Hashable, Sendable {
    /// An environment variable.
    case environment(String)
    /// A file that contains nothing else.
    case file(path: String)
    /// A parameter of Systems Manager, by name or ARN.
    case parameter(String)
    /// A secret of Secrets Manager, by name or ARN; `key` selects a value if the secret is a JSON object, as the
    /// console stores it.
    case secret(String, key: String? = nil)
}

extension SecretReference {
    static let schemes = ["env:", "file:", "ssm:", "secretsmanager:"]

    /// Reads `env:NAME`, `file:PATH`, `ssm:NAME`, `secretsmanager:NAME` or `secretsmanager:NAME#KEY`.
    package init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let rest = String(text[text.index(after: colon)...])
        switch text[..<colon] {
        case "env" where Self.isVariable(rest): self = .environment(rest)
        case "file" where FilePath.objection(to: rest) == nil: self = .file(path: rest)
        case "ssm" where Self.isName(rest, longest: 2_048): self = .parameter(rest)
        case "secretsmanager":
            // Neither a name nor an ARN can contain a #.
            let parts = rest.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard Self.isName(parts[0], longest: 2_048), parts.count == 1 || Self.isKey(parts[1]) else { return nil }
            self = .secret(parts[0], key: parts.count == 1 ? nil : parts[1])
        default: return nil
        }
    }

    private static func isKey(_ text: String) -> Bool {
        (1...256).contains(text.utf8.count) && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }

    private static func isVariable(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(0x30...0x39).contains(first), text.utf8.count <= 256 else { return false }
        return text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
        }
    }

    /// The characters of names and ARNs in both services.
    /// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
    private static func isName(_ text: String, longest: Int) -> Bool {
        (1...longest).contains(text.utf8.count) && text.utf8.allSatisfy(AllowedText.isNameOrARN)
    }
}
