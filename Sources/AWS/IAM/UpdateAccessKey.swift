package import FoundationEssentials

/// Deactivates access keys, and can do nothing else: it never sends another status.
///
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html>
package struct KeyDeactivationClient: Sendable {
    private let transport: AWSTransport

    package init(_ transport: AWSTransport) { self.transport = transport }

    /// Sets the key's status to `Inactive`; without effect if it already is.
    ///
    /// Existing sessions of the key stay valid until they expire.
    /// - Parameter limit: on the wire clock; after it, nothing is sent, whatever delayed the call.
    /// - Throws: ``AWSError``; its kind `ambiguous` means that the key may be inactive or active.
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

/// Activates access keys again, and can do nothing else. It is separate from
/// ``KeyDeactivationClient``, so that code with one of them can't do the other.
///
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html>
package struct KeyReactivationClient: Sendable {
    private let transport: AWSTransport

    package init(_ transport: AWSTransport) { self.transport = transport }

    /// Sets the key's status to `Active`; without effect if it already is.
    ///
    /// - Parameter limit: on the wire clock; after it, nothing is sent, whatever delayed the call.
    /// - Throws: ``AWSError``; its kind `ambiguous` means that the key may be active or inactive.
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

/// Tests whether a session may deactivate keys, without a key to deactivate.
///
/// ``KeyDeactivationClient`` is reserved for keys with a permit of the gate. This probe can't replace it: it has no
/// argument for a user or a key. It sends a user name that is longer than IAM allows for a user (64 characters; the
/// call itself takes 128) and a key id that can't exist, so it never changes anything. `NoSuchEntity` means that the
/// call was allowed.
///
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html>
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
package struct UpdateAccessKeyProbe: Sendable {
    /// A name that no user can have.
    package static let userName = "relevo-doctor-asks-about-a-user-whose-name-is-too-long-for-iam-to-have-made-it"
    private static let accessKeyID = "RELEVODOCTORNOSUCHKEY"

    private let transport: AWSTransport

    package init(_ transport: AWSTransport) { self.transport = transport }

    /// - Throws: always ``AWSError``; with the code `NoSuchEntity` if the call is allowed.
    package func ask() async throws {
        var parameters = QueryParameters(action: "UpdateAccessKey", version: IAMClient.version)
        parameters.add("UserName", Self.userName)
        parameters.add("AccessKeyId", Self.accessKeyID)
        parameters.add("Status", "Inactive")
        try await transport.query(.iam, "UpdateAccessKey", parameters) { _ in }
    }
}
