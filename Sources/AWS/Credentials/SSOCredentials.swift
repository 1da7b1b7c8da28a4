import Crypto
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

/// The settings of a profile that signs in through IAM Identity Center, joined with its `sso-session`.
struct SSOProfile: Sendable, Equatable {
    let name: String
    let account: String
    let role: String
    let region: String
    /// Names the file of the sign-in: the session's name, or the start URL of profiles without a session.
    let cacheKey: String
    private let session: String?

    /// - Returns: nil when the profile names neither an account nor a role: then it isn't one of these.
    /// - Throws: when it names only a part of what is needed, or the session says something else.
    init?(_ profile: AWSProfile, profiles: AWSProfiles) throws(AWSError) {
        guard profile["sso_account_id"] != nil || profile["sso_role_name"] != nil else { return nil }
        var shared: [String: String] = [:]
        if let session = profile["sso_session"] {
            guard let found = try profiles.session(named: session) else {
                throw .credentials(
                    "Profile \(profile.name) names the sso-session \(ForeignText.cleaned(session)), which is not there."
                )
            }
            shared = found
        }
        for (setting, value) in shared.sorted(by: { $0.key < $1.key }) {
            if let own = profile[setting], own != value {
                throw .credentials("Profile \(profile.name) and its sso-session have different \(setting); keep one.")
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

    /// What to do when the sign-in is over, as the end of a sentence.
    var mend: String {
        "run `aws sso login --profile \(name)`, and use another kind of credentials where nobody can sign in"
    }

    func url(endpoints: AWSEndpoints) throws(AWSError) -> String {
        let endpoint = try endpoints.endpoint(for: .sso, region: region)
        let base = endpoint.url.hasSuffix("/") ? endpoint.url : endpoint.url + "/"
        return "\(base)federation/credentials?role_name=\(PercentEncoding.query(role))"
            + "&account_id=\(PercentEncoding.query(account))"
    }
}

/// What `aws sso login` leaves behind, and where.
struct SSOToken {
    let accessToken: String

    /// `~/.aws/sso/cache/<sha1>.json`: by the name of the session, or by the start URL without one.
    static func path(key: String, home: String) -> String {
        "\(home)/.aws/sso/cache/\(Hex.lowercase(Insecure.SHA1.hash(data: Array(key.utf8)))).json"
    }

    private struct Document: Decodable {
        var accessToken: String?
        var expiresAt: String?
    }

    /// - Parameter mend: what to do when there is none that serves.
    static func read(
        _ path: String, now: Date, mend: String, readFile: FileReader
    ) throws(AWSError) -> SSOToken {
        let bytes: [UInt8]?
        do { bytes = try readFile(path) } catch {
            throw .credentials("\(path) cannot be read; check its owner and mode.")
        }
        guard let bytes else { throw .credentials("Nobody is signed in to AWS IAM Identity Center; \(mend).") }
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(bytes)),
            let token = document.accessToken, !token.isEmpty, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            let end = document.expiresAt.flatMap(instant)
        else { throw .credentials("\(path) is not what `aws sso login` writes; \(mend).") }
        guard end > now else { throw .credentials("The sign-in to AWS IAM Identity Center has ended; \(mend).") }
        return SSOToken(accessToken: token)
    }

    /// Older versions of the AWS command line wrote `UTC` where ISO 8601 has `Z`.
    private static func instant(_ text: String) -> Date? {
        WireDate.iso8601(text.hasSuffix("UTC") ? text.dropLast(3) + "Z" : text)
    }
}
