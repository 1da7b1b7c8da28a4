package import FoundationEssentials

/// Switches access keys off. It is the only thing here that can change a key, and
/// it can do nothing else: no other status is ever sent.
///
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html>
package struct KeyDeactivationClient: Sendable {
    private let transport: AWSTransport

    package init(_ transport: AWSTransport) { self.transport = transport }

    /// Sets the key's status to `Inactive`; harmless when it already is.
    ///
    /// Sessions already opened with the key go on until they end by themselves.
    /// - Parameter limit: on the wire clock; from then on nothing is sent, whatever kept the call waiting.
    /// - Throws: ``AWSError``; its kind `ambiguous` means that the key may be off or not.
    package func deactivate(userName: String, accessKeyID: String, before limit: Date) async throws {
        try IAMClient.check(userName, "a user name")
        try IAMClient.check(accessKeyID, "an access key id")
        var parameters = QueryParameters(action: "UpdateAccessKey", version: IAMClient.version)
        parameters.add("UserName", userName)
        parameters.add("AccessKeyId", accessKeyID)
        parameters.add("Status", "Inactive")
        try await transport.query(.iam, "UpdateAccessKey", parameters, changesState: true, notAfter: limit) { _ in }
    }
}
