import FoundationEssentials
import Logging
import NIOHTTP1

/// Signs calls with one set of credentials, sends them, and tries again where that helps.
///
/// One transport is one *scope*: its label names the credentials in errors and
/// reports (an account id, usually), and its callers slow down together when throttled.
package struct AWSTransport: Sendable {
    package let settings: Settings
    /// The label of this set of credentials, e.g. `222222222222`.
    package let scope: String
    private let sender: any HTTPSender
    private let provider: any CredentialsProvider
    private let limiter: RateLimiter
    private let correction: ClockCorrection

    package init(sender: any HTTPSender, settings: Settings, credentials: any CredentialsProvider, scope: String) {
        self.init(
            sender: sender, settings: settings, credentials: credentials, scope: scope, correction: ClockCorrection())
    }

    private init(
        sender: any HTTPSender, settings: Settings, credentials: any CredentialsProvider, scope: String,
        correction: ClockCorrection
    ) {
        self.settings = settings
        self.scope = scope
        self.sender = sender
        provider = credentials
        limiter = RateLimiter(now: settings.now, sleep: settings.sleep)
        self.correction = correction
    }

    /// A transport with other credentials and a pace of its own, otherwise like this one.
    package func scoped(_ scope: String, credentials: any CredentialsProvider) -> AWSTransport {
        AWSTransport(
            sender: sender, settings: settings, credentials: credentials, scope: scope, correction: correction)
    }

    /// The body of the successful answer, after as many attempts as the retry policy allows.
    ///
    /// - Throws: ``AWSError``, or `CancellationError`.
    func send(_ call: AWSCall) async throws -> WireAnswer {
        var attempt = 1
        var uncertain = false
        var resigned = false
        while true {
            try await limiter.admit(call.service)
            let sentAt = settings.now()
            do {
                let answer = try await once(call)
                await limiter.succeeded(call.service)
                report(call, attempt, since: sentAt, answer: answer)
                return answer
            } catch let failure as Failure {
                let error = failure.error.during(call.service, call.operation, scope: scope)
                uncertain = uncertain || (call.changesState && failure.mayHaveArrived)
                if error.isThrottling { await limiter.throttled(call.service, sentAt: sentAt) }
                var step = settings.retries.step(after: error, attempt: attempt, random: settings.random())
                if error.isClockSkew, !resigned, failure.isCorrectable {
                    resigned = true
                    step = .retry(after: 0)
                }
                report(call, attempt, since: sentAt, error: error, step: step)
                guard case .retry(let delay) = step else {
                    throw uncertain ? ambiguous(error, call) : error
                }
                if delay > 0 { try await settings.sleep(.seconds(delay)) }
                attempt += 1
            } catch let error as AWSError where uncertain {
                // The credentials ran out between two attempts: the first may have arrived.
                throw ambiguous(error, call)
            }
        }
    }

    private func ambiguous(_ error: AWSError, _ call: AWSCall) -> AWSError {
        error.ambiguous.during(call.service, call.operation, scope: scope)
    }

    private struct Failure: Error {
        var error: AWSError
        var mayHaveArrived = false
        /// Whether the clock was what AWS refused, and is corrected by now.
        var isCorrectable = false
    }

    private func once(_ call: AWSCall) async throws -> WireAnswer {
        let endpoint: AWSEndpoint
        do throws(AWSError) { endpoint = try settings.endpoints.endpoint(for: call.service) } catch {
            throw Failure(error: error)
        }
        let credentials = call.isSigned ? try await provider.credentials() : nil
        let used = correction.current
        let request = signed(
            call, for: endpoint, with: credentials, at: settings.now().addingTimeInterval(used))
        let answer: WireAnswer
        do {
            answer = try await sender.send(request)
        } catch let failure as WireFailure {
            throw Failure(error: AWSError(failure, host: endpoint.host), mayHaveArrived: failure.mayHaveArrived)
        }
        let reading = answer.headers.first(name: "Date").flatMap(WireDate.http).map {
            ClockReading(service: call.service.name, wireClock: settings.now(), serverClock: $0)
        }
        // Reported as it is: a corrected signature must not hide a wrong clock from whoever decides.
        if let reading { settings.onClock(reading) }
        guard (200..<300).contains(answer.status) else {
            let error = ErrorAnswer(answer, wire: call.wire).error(
                now: settings.now(), secrets: (credentials?.secrets ?? []) + call.secrets)
            // A gateway may answer for a service that has already acted.
            var failure = Failure(error: error, mayHaveArrived: answer.status >= 500)
            if error.isClockSkew, let reading {
                failure.isCorrectable = correction.learn(from: reading, used: used)
            }
            throw failure
        }
        return answer
    }

    /// Signed anew for every attempt: a signature is good for five minutes.
    private func signed(
        _ call: AWSCall, for endpoint: AWSEndpoint, with credentials: AWSCredentials?, at date: Date
    ) -> WireRequest {
        var headers: HTTPHeaders = ["Host": endpoint.hostHeader, "Content-Type": call.contentType]
        if let target = call.target { headers.add(name: "X-Amz-Target", value: target) }
        if let credentials {
            let signable = SignableRequest(
                method: "POST", scheme: endpoint.scheme, host: endpoint.hostHeader, path: endpoint.path,
                headers: headers, body: call.body)
            let signer = SigV4Signer(region: endpoint.signingRegion, service: call.service.signingName)
            headers.add(contentsOf: signer.sign(signable, with: credentials, at: date).headers)
        }
        headers.add(name: "User-Agent", value: settings.userAgent)
        return WireRequest(method: "POST", url: endpoint.url, headers: headers, body: call.body)
    }

    private func report(
        _ call: AWSCall, _ attempt: Int, since start: Date, answer: WireAnswer? = nil, error: AWSError? = nil,
        step: RetryPolicy.Step = .giveUp
    ) {
        var retryIn: Double?
        if case .retry(let delay) = step { retryIn = delay }
        let entry = AWSAttempt(
            service: call.service.name, operation: call.operation, scope: scope, attempt: attempt,
            duration: settings.now().timeIntervalSince(start), status: answer?.status ?? error?.status,
            requestID: answer?.requestID ?? error?.requestID, errorCode: error?.code, retryIn: retryIn)
        settings.onAttempt(entry)
        settings.logger.debug("AWS attempt finished", metadata: entry.metadata)
    }
}
