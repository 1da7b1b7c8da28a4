/// Speaks to AWS Secrets Manager.
///
/// <https://docs.aws.amazon.com/secretsmanager/latest/apireference/>
package struct SecretsManagerClient: Sendable {
    private let transport: AWSTransport

    package init(_ transport: AWSTransport) { self.transport = transport }

    private struct Request: Encodable { let SecretId: String }

    private struct Answer: Decodable { let SecretString: String? }

    /// The current value of a secret that is text. Needs `secretsmanager:GetSecretValue`, and `kms:Decrypt` where
    /// the key asks for it.
    ///
    /// <https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html>
    /// - Parameter id: its name or ARN.
    /// - Throws: also when the secret is bytes and not text.
    package func getSecretValue(_ id: String) async throws -> SecretText {
        guard !id.isEmpty else { throw AWSError.configuration("The name of the secret is empty.") }
        let answer = try await transport.json(
            .secretsManager, "GetSecretValue", target: "secretsmanager", Request(SecretId: id), as: Answer.self)
        guard let text = answer.SecretString else {
            throw AWSError.configuration(
                "The secret \(ForeignText.cleaned(id)) holds bytes and not text; store it as text.")
        }
        return SecretText(text)
    }
}
