import FoundationEssentials
import NIOHTTP1
import Redaction

/// Calls an endpoint that returns credentials for unsigned requests; bounded in time and attempts.
struct CredentialsEndpoint: Sendable {
    private let sender: any HTTPSender
    private let sleep: @Sendable (Duration) async throws -> Void
    private let userAgent: String
    private let attempts: Int
    /// Collects the tokens that are sent, which responses may repeat.
    let secrets: SecretsInUse

    /// - Parameters:
    ///   - limit: the time limit of each attempt.
    ///   - attempts: the maximum number of attempts, a second apart.
    init(sender: any HTTPSender, settings: AWSTransport.Settings, limit: Duration, attempts: Int) {
        self.sender = TimeLimitedSender(sender: sender, limit: limit)
        sleep = settings.sleep
        userAgent = settings.userAgent
        secrets = settings.secrets
        self.attempts = max(attempts, 1)
    }

    private static let secretHeaders = ["Authorization", "x-amz-sso_bearer_token", "X-aws-ec2-metadata-token"]

    /// The first response that is neither a 5xx nor a 429, or the outcome of the last attempt.
    ///
    /// - Throws: ``WireFailure``, or `CancellationError`.
    func ask(_ method: String, _ url: String, headers: HTTPHeaders) async throws -> WireResponse {
        secrets.add(Self.secretHeaders.flatMap { headers[$0] })
        var headers = headers
        headers.add(name: "User-Agent", value: userAgent)
        let request = WireRequest(method: method, url: url, headers: headers, body: [])
        for _ in 1..<attempts {
            do {
                let response = try await sender.send(request)
                if response.status < 500 && response.status != 429 { return response }
            } catch is WireFailure {}
            try await sleep(.seconds(1))
        }
        return try await sender.send(request)
    }
}

/// The JSON document that the endpoints of containers and instances return.
struct CredentialsDocument: Decodable {
    private let code: String?
    private let accessKeyID: String?
    private let secretAccessKey: String?
    private let token: String?
    private let expiration: String?

    private enum CodingKeys: String, CodingKey {
        case code = "Code"
        case accessKeyID = "AccessKeyId"
        case secretAccessKey = "SecretAccessKey"
        case token = "Token"
        case expiration = "Expiration"
    }

    /// - Parameters:
    ///   - place: the endpoint's name, for errors; of the response itself they repeat only the code.
    ///   - secrets: redacted in that code.
    static func credentials(
        in body: [UInt8], from place: String, secrets: SecretsInUse
    ) throws(AWSError) -> AWSCredentials {
        guard let document = try? JSONDecoder().decode(CredentialsDocument.self, from: Data(body)) else {
            throw .credentials("\(place) returned something other than JSON with credentials.")
        }
        if let code = document.code, code != "Success" {
            throw .credentials("\(place) returned no credentials: \(ForeignText.cleaned(code, secrets: secrets)).")
        }
        guard let id = document.accessKeyID, let secret = document.secretAccessKey, let token = document.token,
            let end = document.expiration.flatMap(WireDate.iso8601)
        else { throw .credentials("\(place) returned JSON without AccessKeyId, SecretAccessKey, Token or Expiration.") }
        return try AWSCredentials(accessKeyID: id, secretAccessKey: secret, sessionToken: token, expiration: end)
    }
}
