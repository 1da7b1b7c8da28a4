import FoundationEssentials
package import Logging
package import Redaction

/// Calls Slack's Web API within its rate limits, retries when that is safe, and throws typed errors.
///
/// See <https://docs.slack.dev/apis/web-api>.
package struct SlackClient: Sendable {
    private let address: SlackAddress
    private let token: SlackToken
    let secrets: SecretsInUse
    private let transport: any SlackTransport
    private let rateLimiter: SlackRateLimiter
    private let retry: SlackRetry
    private let clock: SlackClock
    private let logger: Logger
    private let observe: @Sendable (SlackAttempt) -> Void

    /// - Parameters:
    ///   - baseURL: `https`, or `http` on this machine.
    ///   - secrets: removed from every error; the token is added to them.
    ///   - rateLimiter: shared by all clients of one workspace.
    ///   - observe: called after every attempt.
    /// - Throws: `SlackError.unusable`.
    package init(
        baseURL: String = "https://slack.com/api/",
        token: SlackToken,
        secrets: SecretsInUse = SecretsInUse(),
        transport: any SlackTransport,
        rateLimiter: SlackRateLimiter,
        retry: SlackRetry = SlackRetry(),
        clock: SlackClock = .system,
        logger: Logger,
        observe: @escaping @Sendable (SlackAttempt) -> Void = { _ in }
    ) throws(SlackError) {
        guard token.isSendable else {
            throw .unusable("the token is empty or contains characters that no token has")
        }
        self.address = try SlackAddress(baseURL)
        self.token = token
        self.secrets = secrets
        token.join(secrets)
        self.transport = transport
        self.rateLimiter = rateLimiter
        self.retry = retry
        self.clock = clock
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
            let waited = try await rateLimiter.turn(for: call.method, channel: call.limitedChannel)
            let start = clock.uptime()
            let outcome: Result<(answer: Answer, headers: [String: String]), SlackError>
            do throws(SlackError) {
                outcome = .success(try await once(call))
            } catch {
                outcome = .failure(error)
            }
            let code = if case .failure(let error) = outcome { error.code } else { "ok" }
            observe(
                SlackAttempt(
                    method: call.method, attempt: attempt, outcome: code, duration: clock.uptime() - start,
                    waited: waited))
            logger.debug(
                "Slack answered",
                metadata: ["method": "\(call.method)", "attempt": "\(attempt)", "outcome": "\(code)"])

            let failure = if case .failure(let error) = outcome { error.failure } else { SlackFailure?.none }
            // A call that we gave up ourselves says nothing about Slack.
            if !Task.isCancelled { await rateLimiter.ended(call.method, wasAnswered: failure?.isWithoutAnswer != true) }
            guard case .failure(let error) = outcome else { return try outcome.get() }
            let asked = error.failure?.retryAfter
            // Even if this call gives up, the next one must respect the wait.
            if let asked { await rateLimiter.hold(call.method, for: asked) }
            guard call.mayRepeat(after: error) else { throw error }
            guard let wait = retry.wait(after: attempt, asked: asked, waited: waitedForRetries) else { throw error }
            waitedForRetries += wait
            attempt += 1
            try await clock.sleep(wait)
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

/// The base address of the Web API, the only place that the token is sent to.
struct SlackAddress: Sendable {
    /// Ends with a slash.
    let base: String

    /// - Throws: `SlackError.unusable` unless it is `https`, or `http` on this machine.
    init(_ text: String) throws(SlackError) {
        guard let url = URL(string: text), let host = url.host, !host.isEmpty, url.user == nil, url.query == nil else {
            throw .unusable("the address of its API is not a URL; it is usually https://slack.com/api/")
        }
        let loopback: Set<String> = ["127.0.0.1", "localhost", "::1", "[::1]"]
        guard url.scheme == "https" || (url.scheme == "http" && loopback.contains(host)) else {
            throw .unusable(
                "the address of its API must begin with https:// (http:// is allowed only for this machine)")
        }
        base = text.hasSuffix("/") ? text : text + "/"
    }
}

/// How often, and for how long, a failed call is retried.
package struct SlackRetry: Sendable {
    /// Attempts in total.
    package var attempts: Int
    /// The limit for the sum of all waits of one call.
    package var longestWait: Duration

    package init(attempts: Int = 4, longestWait: Duration = .seconds(120)) {
        self.attempts = attempts
        self.longestWait = longestWait
    }

    /// The wait before the next attempt, or `nil` if that was the last one.
    ///
    /// - Parameters:
    ///   - attempt: the attempt that failed, from 1.
    ///   - asked: Slack's `Retry-After`. It is never shortened: if it is too long, the call fails.
    ///   - waited: what this call has waited so far.
    func wait(after attempt: Int, asked: Duration?, waited: Duration) -> Duration? {
        guard attempt < attempts else { return nil }
        let wait = asked ?? .seconds(1 << min(attempt - 1, 5))
        return waited + wait <= longestWait ? wait : nil
    }
}

/// One attempt of one call, for metrics and progress; contains no text and no token.
package struct SlackAttempt: Sendable, Equatable {
    package let method: String
    /// Counted from 1.
    package let attempt: Int
    /// `ok`, Slack's error code, or a code of this client.
    package let outcome: String
    /// How long this attempt took, without the waiting before it.
    package let duration: Duration
    /// How long it waited for its turn.
    package let waited: Duration
}
