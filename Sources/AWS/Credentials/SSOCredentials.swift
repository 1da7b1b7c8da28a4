import FoundationEssentials
import NIOHTTP1

/// Credentials of a permission set, for whoever signed in with `aws sso login`.
///
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-sso-credentials.html>
struct SSOCredentials: RenewedCredentials {
    let origin = "SSO"
    let session: RefreshingCredentials

    /// - Parameter home: where `.aws` is.
    init(
        _ profile: SSOProfile, home: String, sender: any HTTPSender, settings: AWSTransport.Settings,
        readFile: @escaping FileReader
    ) throws(AWSError) {
        let url = try profile.url(endpoints: settings.endpoints)
        let path = SSOToken.path(key: profile.cacheKey, home: home)
        let endpoint = CredentialsEndpoint(sender: sender, settings: settings, limit: .seconds(20), attempts: 3)
        let mend = profile.mend
        session = RefreshingCredentials(now: settings.now) {
            let token = try SSOToken.read(path, now: settings.now(), mend: mend, readFile: readFile)
            return try await Self.read(endpoint, url, token, mend)
        }
    }

    private static let place = "AWS IAM Identity Center"

    private struct Document: Decodable {
        struct Role: Decodable {
            let accessKeyId: String
            let secretAccessKey: String
            let sessionToken: String
            /// Milliseconds since 1970.
            let expiration: Double
        }
        let roleCredentials: Role
    }

    private static func read(
        _ endpoint: CredentialsEndpoint, _ url: String, _ token: SSOToken, _ mend: String
    ) async throws -> AWSCredentials {
        let answer: WireAnswer
        do {
            answer = try await endpoint.ask("GET", url, headers: ["x-amz-sso_bearer_token": token.accessToken])
        } catch is WireFailure {
            throw AWSError.credentials("\(place) did not answer; check the network and sso_region.")
        }
        switch answer.status {
        case 200: break
        case 401: throw AWSError.credentials("\(place) no longer accepts the sign-in; \(mend).")
        case 403, 404:
            throw AWSError.credentials(
                "\(place) gives you no such role; check sso_account_id and sso_role_name of the profile.")
        default: throw AWSError.credentials("\(place) answered with HTTP \(answer.status); try again later.")
        }
        guard let role = try? JSONDecoder().decode(Document.self, from: Data(answer.body)).roleCredentials else {
            throw AWSError.credentials("\(place) answered with something that is not JSON with credentials.")
        }
        return try AWSCredentials(
            accessKeyID: role.accessKeyId, secretAccessKey: role.secretAccessKey, sessionToken: role.sessionToken,
            expiration: Date(timeIntervalSince1970: role.expiration / 1_000))
    }
}
