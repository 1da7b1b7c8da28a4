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
