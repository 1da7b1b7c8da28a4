package import FoundationEssentials

/// Temporary credentials of a role. They are renewed with the same session policy before they expire, and when AWS
/// refuses them as expired.
package struct AssumeRoleCredentials: CredentialsProvider {
    package let origin: String
    private let session: RefreshingCredentials

    /// - Parameters:
    ///   - sts: signs with the credentials that may assume the role.
    ///   - request: sent unchanged at each renewal.
    ///   - refreshBefore: how many seconds before their expiration they are renewed.
    ///   - now: the wire clock.
    package init(
        sts: STSClient, request: STSClient.AssumeRoleRequest, refreshBefore: Double = 300,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        origin = "role \(ForeignText.cleaned(request.roleARN))"
        session = RefreshingCredentials(refreshBefore: refreshBefore, now: now) {
            try await sts.assumeRole(request).credentials
        }
    }

    package func credentials() async throws -> AWSCredentials { try await session.credentials() }

    package func credentials(insteadOf refused: AWSCredentials) async throws -> AWSCredentials? {
        try await session.credentials(insteadOf: refused)
    }
}

/// Credentials of a role for the token that a cluster or a CI service writes to a file (EKS, GitHub).
///
/// Each refresh reads the file again, because the token is renewed too.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html>
struct WebIdentityCredentials: RefreshableCredentials {
    let origin = "web identity"
    let session: RefreshingCredentials

    /// - Parameters:
    ///   - sts: makes unsigned calls.
    ///   - tokenFile: the path of the token file.
    init(
        sts: STSClient, request: STSClient.AssumeRoleRequest, tokenFile: String, settings: AWSTransport.Settings,
        readFile: @escaping FileReader
    ) {
        session = RefreshingCredentials(now: settings.now) {
            let token = try TokenFile(path: tokenFile, what: "web identity token").read(readFile)
            return try await sts.assumeRoleWithWebIdentity(request, token: token).credentials
        }
    }
}
