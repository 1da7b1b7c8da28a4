import FoundationEssentials
import NIOHTTP1
import Redaction

/// Asks an endpoint that hands out credentials without being signed to; bounded in time and attempts.
struct CredentialsEndpoint: Sendable {
    private let sender: any HTTPSender
    private let sleep: @Sendable (Duration) async throws -> Void
    private let userAgent: String
    private let attempts: Int
    /// What is sent there as proof, for whatever the answers repeat.
    let secrets: SecretsInUse

    /// - Parameters:
    ///   - limit: the longest one attempt may take.
    ///   - attempts: in all, a second apart.
    init(sender: any HTTPSender, settings: AWSTransport.Settings, limit: Duration, attempts: Int) {
        self.sender = LimitedSender(sender: sender, limit: limit)
        sleep = settings.sleep
        userAgent = settings.userAgent
        secrets = settings.secrets
        self.attempts = max(attempts, 1)
    }

    private static let proofs = ["Authorization", "x-amz-sso_bearer_token", "X-aws-ec2-metadata-token"]

    /// The answer, whatever its status, of the first attempt that had one worth reading.
    ///
    /// - Throws: ``WireFailure``, or `CancellationError`.
    func ask(_ method: String, _ url: String, headers: HTTPHeaders) async throws -> WireAnswer {
        secrets.add(Self.proofs.flatMap { headers[$0] })
        var headers = headers
        headers.add(name: "User-Agent", value: userAgent)
        let request = WireRequest(method: method, url: url, headers: headers, body: [])
        for _ in 1..<attempts {
            do {
                let answer = try await sender.send(request)
                if answer.status < 500 && answer.status != 429 { return answer }
            } catch is WireFailure {}
            try await sleep(.seconds(1))
        }
        return try await sender.send(request)
    }
}

/// What the endpoints of containers and instances answer.
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
    ///   - place: which endpoint answered, for errors; of the answer itself only its code is repeated.
    ///   - secrets: not to be repeated with it.
    static func credentials(
        in body: [UInt8], from place: String, secrets: SecretsInUse
    ) throws(AWSError) -> AWSCredentials {
        guard let document = try? JSONDecoder().decode(CredentialsDocument.self, from: Data(body)) else {
            throw .credentials("\(place) answered with something that is not JSON with credentials.")
        }
        if let code = document.code, code != "Success" {
            throw .credentials("\(place) has no credentials to give: \(ForeignText.cleaned(code, secrets: secrets)).")
        }
        guard let id = document.accessKeyID, let secret = document.secretAccessKey, let token = document.token,
            let end = document.expiration.flatMap(WireDate.iso8601)
        else { throw .credentials("\(place) answered without AccessKeyId, SecretAccessKey, Token or Expiration.") }
        return try AWSCredentials(accessKeyID: id, secretAccessKey: secret, sessionToken: token, expiration: end)
    }
}
