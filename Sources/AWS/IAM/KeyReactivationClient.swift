package import FoundationEssentials

/// Switches access keys on again, and can do nothing else; apart from what switches them
/// off, so that whoever holds one can't do the other.
///
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html>
package struct KeyReactivationClient: Sendable {
    private let transport: AWSTransport

    package init(_ transport: AWSTransport) { self.transport = transport }

    /// Sets the key's status to `Active`; harmless when it already is.
    ///
    /// - Parameter limit: on the wire clock; from then on nothing is sent, whatever kept the call waiting.
    /// - Throws: ``AWSError``; its kind `ambiguous` means that the key may be on or not.
    package func reactivate(userName: String, accessKeyID: String, before limit: Date) async throws {
        try IAMClient.check(userName, "a user name")
        try IAMClient.check(accessKeyID, "an access key id")
        var parameters = QueryParameters(action: "UpdateAccessKey", version: IAMClient.version)
        parameters.add("UserName", userName)
        parameters.add("AccessKeyId", accessKeyID)
        parameters.add("Status", "Active")
        try await transport.query(.iam, "UpdateAccessKey", parameters, changesState: true, notAfter: limit) { _ in }
    }
}
