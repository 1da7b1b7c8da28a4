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
