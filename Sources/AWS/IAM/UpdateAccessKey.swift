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

/// Asks whether a session may switch keys off, without a key to switch off.
///
/// ``KeyDeactivationClient`` is for keys that the gate gave a permit for, and nothing else may reach it. This can't take
/// its place: it has no argument for a user or a key. It sends a user name longer than IAM lets anyone create (64
/// characters; the call itself takes 128) and a key id that no service hands out, so that whatever its answer, nothing
/// has changed: `NoSuchEntity` means that the call was allowed.
///
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html>
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
package struct UpdateAccessKeyProbe: Sendable {
    /// A name that no user can have.
    package static let userName = "relevo-doctor-asks-about-a-user-whose-name-is-too-long-for-iam-to-have-made-it"
    private static let accessKeyID = "RELEVODOCTORNOSUCHKEY"

    private let transport: AWSTransport

    package init(_ transport: AWSTransport) { self.transport = transport }

    /// - Throws: ``AWSError``, always when all is well too: with `NoSuchEntity`.
    package func ask() async throws {
        var parameters = QueryParameters(action: "UpdateAccessKey", version: IAMClient.version)
        parameters.add("UserName", Self.userName)
        parameters.add("AccessKeyId", Self.accessKeyID)
        parameters.add("Status", "Inactive")
        try await transport.query(.iam, "UpdateAccessKey", parameters) { _ in }
    }
}
