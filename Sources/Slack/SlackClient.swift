import FoundationEssentials
package import Logging
package import Redaction

/// Calls Slack's Web API: in its turn, again when that is safe, and with a typed reason when it fails.
///
/// See <https://docs.slack.dev/apis/web-api>.
package struct SlackClient: Sendable {
    private let address: SlackAddress
    private let token: SlackToken
    let secrets: SecretsInUse
    private let transport: any SlackTransport
    private let pace: SlackPace
    private let retry: SlackRetry
    private let time: SlackTime
    private let logger: Logger
    private let observe: @Sendable (SlackCall) -> Void

    /// - Parameters:
    ///   - baseURL: `https`, or `http` on this machine.
    ///   - secrets: what no error may repeat of an answer; the token is added.
    ///   - pace: shared by all clients of one workspace.
    ///   - observe: is told of every attempt.
    /// - Throws: `SlackError.unusable`.
    package init(
        baseURL: String = "https://slack.com/api/",
        token: SlackToken,
        secrets: SecretsInUse = SecretsInUse(),
        transport: any SlackTransport,
        pace: SlackPace,
        retry: SlackRetry = SlackRetry(),
        time: SlackTime = .system,
        logger: Logger,
        observe: @escaping @Sendable (SlackCall) -> Void = { _ in }
    ) throws(SlackError) {
        guard token.isSendable else {
            throw .unusable("the token is empty or holds characters no token has")
        }
        self.address = try SlackAddress(baseURL)
        self.token = token
        self.secrets = secrets
        token.join(secrets)
        self.transport = transport
        self.pace = pace
        self.retry = retry
        self.time = time
        self.logger = logger
        self.observe = observe
    }

    /// Makes one call and reads its answer.
    ///
    /// - Throws: `SlackError`; `CancellationError` while waiting.
    func call<Answer: Decodable>(_ call: SlackMethodCall, as type: Answer.Type) async throws -> Answer {
        try await answer(call, as: type).answer
    }

    /// The same, with the answer's headers, their names in lower case.
    func answer<Answer: Decodable>(
        _ call: SlackMethodCall, as: Answer.Type
    ) async throws -> (answer: Answer, headers: [String: String]) {
        var waitedForRetries: Duration = .zero
        var attempt = 1
        while true {
            let waited = try await pace.turn(for: call.method, channel: call.pacedChannel)
            let start = time.uptime()
            let outcome: Result<(answer: Answer, headers: [String: String]), SlackError>
            do throws(SlackError) {
                outcome = .success(try await once(call))
            } catch {
                outcome = .failure(error)
            }
            let word = if case .failure(let error) = outcome { error.code } else { "ok" }
            observe(
                SlackCall(
                    method: call.method, attempt: attempt, outcome: word, duration: time.uptime() - start,
                    waited: waited))
            logger.debug(
                "Slack answered",
                metadata: ["method": "\(call.method)", "attempt": "\(attempt)", "outcome": "\(word)"])

            let failure = if case .failure(let error) = outcome { error.failure } else { SlackFailure?.none }
            await pace.ended(call.method, wasAnswered: failure?.isWithoutAnswer != true)
            guard case .failure(let error) = outcome else { return try outcome.get() }
            let asked = error.failure?.retryAfter
            // Also where this call doesn't wait that long: the next one must not go out into the ban.
            if let asked { await pace.hold(call.method, for: asked) }
            guard call.mayRepeat(after: error) else { throw error }
            guard let wait = retry.wait(after: attempt, asked: asked, waited: waitedForRetries) else { throw error }
            waitedForRetries += wait
            attempt += 1
            try await time.sleep(wait)
        }
    }

    private func once<Answer: Decodable>(
        _ call: SlackMethodCall
    ) async throws(SlackError) -> (answer: Answer, headers: [String: String]) {
        let request = SlackRequest(
            url: address.base + call.method, contentType: call.contentType, body: call.body, token: token)
        let response: SlackResponse
        do throws(SlackTransportError) {
            response = token.removed(from: try await transport.send(request))
        } catch {
            throw call.error(for: error)
        }
        return (try SlackAnswer.read(response, of: call, secrets: secrets), response.headers)
    }
}
