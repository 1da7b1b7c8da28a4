import Crypto
import FoundationEssentials
import NIOHTTP1

/// Credentials of a permission set, for a user who signed in with `aws sso login`.
///
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-sso-credentials.html>
struct SSOCredentials: RefreshableCredentials {
    let origin = "SSO"
    let session: RefreshingCredentials

    /// - Parameter home: the folder that contains `.aws`.
    init(
        _ profile: SSOProfile, home: String, sender: any HTTPSender, settings: AWSTransport.Settings,
        readFile: @escaping FileReader
    ) throws(AWSError) {
        let url = try profile.url(endpoints: settings.endpoints)
        let path = SSOToken.path(key: profile.cacheKey, home: home)
        let endpoint = CredentialsEndpoint(sender: sender, settings: settings, limit: .seconds(20), attempts: 3)
        let fix = profile.fix
        session = RefreshingCredentials(now: settings.now) {
            let token = try SSOToken.read(path, now: settings.now(), fix: fix, readFile: readFile)
            return try await Self.read(endpoint, url, token, fix)
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
        _ endpoint: CredentialsEndpoint, _ url: String, _ token: SSOToken, _ fix: String
    ) async throws -> AWSCredentials {
        let response: WireResponse
        do {
            response = try await endpoint.ask("GET", url, headers: ["x-amz-sso_bearer_token": token.accessToken])
        } catch is WireFailure {
            throw AWSError.credentials("\(place) did not respond; check the network and sso_region.")
        }
        switch response.status {
        case 200: break
        case 401: throw AWSError.credentials("\(place) no longer accepts the sign-in; \(fix).")
        case 403, 404:
            throw AWSError.credentials(
                "\(place) does not grant that role; check sso_account_id and sso_role_name of the profile.")
        default: throw AWSError.credentials("\(place) returned HTTP \(response.status); try again later.")
        }
        guard let role = try? JSONDecoder().decode(Document.self, from: Data(response.body)).roleCredentials else {
            throw AWSError.credentials("\(place) returned something other than JSON with credentials.")
        }
        return try AWSCredentials(
            accessKeyID: role.accessKeyId, secretAccessKey: role.secretAccessKey, sessionToken: role.sessionToken,
            expiration: Date(timeIntervalSince1970: role.expiration / 1_000))
    }
}

/// The settings of a profile that signs in through IAM Identity Center, merged with its `sso-session`.
struct SSOProfile: Sendable, Equatable {
    let name: String
    let account: String
    let role: String
    let region: String
    /// The key of the cached token: the session's name, or the start URL of a profile without a session.
    let cacheKey: String
    private let session: String?

    /// - Returns: nil if the profile names neither an account nor a role, and so doesn't use SSO.
    /// - Throws: if a setting is missing, or the profile and its session contradict each other.
    init?(_ profile: AWSProfile, profiles: AWSProfiles) throws(AWSError) {
        guard profile["sso_account_id"] != nil || profile["sso_role_name"] != nil else { return nil }
        var shared: [String: String] = [:]
        if let session = profile["sso_session"] {
            guard let found = try profiles.session(named: session) else {
                throw .credentials(
                    "Profile \(profile.name) names the sso-session \(ForeignText.cleaned(session)), "
                        + "which does not exist."
                )
            }
            shared = found
        }
        for (setting, value) in shared.sorted(by: { $0.key < $1.key }) {
            if let own = profile[setting], own != value {
                throw .credentials(
                    "Profile \(profile.name) and its sso-session have different values of \(setting); keep one.")
            }
        }
        func needed(_ setting: String) throws(AWSError) -> String {
            guard let value = profile[setting] ?? shared[setting], !value.isEmpty else {
                throw .credentials("Profile \(profile.name) signs in through SSO but has no \(setting); add it.")
            }
            return value
        }
        name = profile.name
        account = try needed("sso_account_id")
        role = try needed("sso_role_name")
        region = try needed("sso_region")
        session = profile["sso_session"]
        let start = try needed("sso_start_url")
        cacheKey = session ?? start
    }

    /// How to fix an expired sign-in, as the end of a sentence.
    var fix: String {
        "run `aws sso login --profile \(name)`, or use another kind of credentials for unattended runs"
    }

    func url(endpoints: AWSEndpoints) throws(AWSError) -> String {
        let endpoint = try endpoints.endpoint(for: .sso, region: region)
        let base = endpoint.url.hasSuffix("/") ? endpoint.url : endpoint.url + "/"
        return "\(base)federation/credentials?role_name=\(PercentEncoding.query(role))"
            + "&account_id=\(PercentEncoding.query(account))"
    }
}

/// The access token that `aws sso login` caches.
struct SSOToken {
    let accessToken: String

    /// `~/.aws/sso/cache/<sha1>.json`, with the hash of the cache key.
    static func path(key: String, home: String) -> String {
        "\(home)/.aws/sso/cache/\(Hex.lowercase(Insecure.SHA1.hash(data: Array(key.utf8)))).json"
    }

    private struct Document: Decodable {
        var accessToken: String?
        var expiresAt: String?
    }

    /// - Parameter fix: how to get a valid token, for errors.
    static func read(
        _ path: String, now: Date, fix: String, readFile: FileReader
    ) throws(AWSError) -> SSOToken {
        let bytes: [UInt8]?
        do { bytes = try readFile(path) } catch {
            throw .credentials("\(path) cannot be read; check its owner and permissions.")
        }
        guard let bytes else { throw .credentials("There is no sign-in to AWS IAM Identity Center; \(fix).") }
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(bytes)),
            let token = document.accessToken, !token.isEmpty, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            let end = document.expiresAt.flatMap(instant)
        else { throw .credentials("\(path) is not what `aws sso login` writes; \(fix).") }
        guard end > now else { throw .credentials("The sign-in to AWS IAM Identity Center has expired; \(fix).") }
        return SSOToken(accessToken: token)
    }

    /// Older versions of the AWS command line wrote `UTC` where ISO 8601 has `Z`.
    private static func instant(_ text: String) -> Date? {
        WireDate.iso8601(text.hasSuffix("UTC") ? text.dropLast(3) + "Z" : text)
    }
}
