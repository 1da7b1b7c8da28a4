/// Credentials of a role for the token that a cluster or a CI service puts in a file (EKS, GitHub).
///
/// The file is read again at each refresh: whoever writes it renews it too.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html>
struct WebIdentityCredentials: RenewedCredentials {
    let origin = "web identity"
    let session: RefreshingCredentials

    /// - Parameters:
    ///   - sts: calls without signing.
    ///   - tokenFile: its path.
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
