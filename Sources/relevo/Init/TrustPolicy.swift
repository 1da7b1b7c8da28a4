/// Who may assume the roles: one principal, if it says the external id.
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
