/// Speaks to the Parameter Store of AWS Systems Manager.
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

    /// The value of a parameter, decrypted. Needs `ssm:GetParameter`, and `kms:Decrypt` where the key asks for it.
    ///
    /// <https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html>
    /// - Parameter name: its name, path or ARN, with `:version` where one is wanted.
    package func getParameter(_ name: String) async throws -> SecretText {
        guard !name.isEmpty else { throw AWSError.configuration("The name of the parameter is empty.") }
        let answer = try await transport.json(
            .ssm, "GetParameter", target: "AmazonSSM", Request(Name: name, WithDecryption: true), as: Answer.self)
        return SecretText(answer.Parameter.Value)
    }
}
