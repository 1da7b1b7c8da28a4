import FoundationEssentials

/// An IAM policy, with the elements that Relevo uses.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
struct PolicyDocument: Hashable, Sendable, Encodable {
    struct Statement: Hashable, Sendable, Encodable {
        enum Effect: String, Hashable, Sendable, Encodable {
            case allow = "Allow"
            case deny = "Deny"
        }

        let sid: String
        var effect: Effect = .allow
        let actions: [String]
        let resources: [String]

        private enum CodingKeys: String, CodingKey {
            case sid = "Sid"
            case effect = "Effect"
            case actions = "Action"
            case resources = "Resource"
        }
    }

    static let version = "2012-10-17"

    let statements: [Statement]

    private enum CodingKeys: String, CodingKey {
        case version = "Version"
        case statements = "Statement"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Self.version, forKey: .version)
        try container.encode(statements, forKey: .statements)
    }

    /// In the form that AWS's console and command line accept.
    func json() throws -> String { try PolicyText.json(self) }
}

/// Writes policies as text.
enum PolicyText {
    static func json(_ document: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(document), as: UTF8.self) + "\n"
    }
}

/// Who may assume the roles: one principal, if it passes the external id.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
struct TrustPolicy: Encodable {
    private struct Consent: Encodable {
        let Effect = "Allow"
        let Principal: [String: String]
        let Action = "sts:AssumeRole"
        let Condition: [String: [String: String]]
    }

    private let Version = PolicyDocument.version
    private let Statement: [Consent]

    init(principal: String, externalID: String) {
        Statement = [
            Consent(
                Principal: ["AWS": principal], Condition: ["StringEquals": ["sts:ExternalId": externalID]])
        ]
    }

    func json() throws -> String { try PolicyText.json(self) }
}
