/// Reads from Parameter Store, a capability of AWS Systems Manager.
///
/// <https://docs.aws.amazon.com/systems-manager/latest/APIReference/>
package struct SSMClient: Sendable {
    private let transport: AWSTransport

    package init(_ transport: AWSTransport) { self.transport = transport }

    private struct Request: Encodable {
        let Name: String
        let WithDecryption: Bool
    }

    private struct Answer: Decodable {
        struct Parameter: Decodable { let Value: String }
        let Parameter: Parameter
    }

    /// The decrypted value of a parameter. Needs `ssm:GetParameter`, and `kms:Decrypt` for a customer managed key.
    ///
    /// <https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html>
    /// - Parameter name: its name, path or ARN, optionally with `:version`.
    package func getParameter(_ name: String) async throws -> SecretText {
        guard !name.isEmpty else { throw AWSError.configuration("The name of the parameter is empty.") }
        let response = try await transport.json(
            .ssm, "GetParameter", target: "AmazonSSM", Request(Name: name, WithDecryption: true), as: Answer.self)
        return SecretText(response.Parameter.Value)
    }
}

/// Reads from AWS Secrets Manager.
///
/// <https://docs.aws.amazon.com/secretsmanager/latest/apireference/>
package struct SecretsManagerClient: Sendable {
    private let transport: AWSTransport

    package init(_ transport: AWSTransport) { self.transport = transport }

    private struct Request: Encodable { let SecretId: String }

    private struct Answer: Decodable { let SecretString: String? }

    /// The current value of a text secret. Needs `secretsmanager:GetSecretValue`, and `kms:Decrypt` for a customer
    /// managed key.
    ///
    /// <https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html>
    /// - Parameter id: its name or ARN.
    /// - Throws: also if the secret is binary.
    package func getSecretValue(_ id: String) async throws -> SecretText {
        guard !id.isEmpty else { throw AWSError.configuration("The name of the secret is empty.") }
        let response = try await transport.json(
            .secretsManager, "GetSecretValue", target: "secretsmanager", Request(SecretId: id), as: Answer.self)
        guard let text = response.SecretString else {
            throw AWSError.configuration(
                "The secret \(ForeignText.cleaned(id)) is binary; store it as text.")
        }
        return SecretText(text)
    }
}

/// A secret value; printed in any way, it shows only `redacted`.
package struct SecretText: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// *Secret.* The value itself.
    package let exposed: String

    package init(_ value: String) { exposed = value }

    package var description: String { "redacted" }
    package var debugDescription: String { "redacted" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
