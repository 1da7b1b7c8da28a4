package import FoundationEssentials
package import Logging
import NIOHTTP1
package import Redaction

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
    private let limiters: ScopeLimiters
    private let correction: ClockCorrection

    package init(sender: any HTTPSender, settings: Settings, credentials: any CredentialsProvider, scope: String) {
        self.init(
            sender: sender, settings: settings, credentials: credentials, scope: scope,
            limiters: ScopeLimiters(settings), correction: ClockCorrection())
    }

    private init(
        sender: any HTTPSender, settings: Settings, credentials: any CredentialsProvider, scope: String,
        limiters: ScopeLimiters, correction: ClockCorrection
    ) {
        self.settings = settings
        self.scope = scope
        self.sender = sender
        provider = credentials
        self.limiters = limiters
        limiter = limiters.limiter(of: scope)
        self.correction = correction
    }

    /// A transport with other credentials and the pace of its own scope, otherwise like this one.
    ///
    /// Several of one scope keep one pace: AWS counts an account's calls, whichever session makes them.
    package func scoped(_ scope: String, credentials: any CredentialsProvider) -> AWSTransport {
        AWSTransport(
            sender: sender, settings: settings, credentials: credentials, scope: scope, limiters: limiters,
            correction: correction)
    }

    /// The body of the successful answer, after as many attempts as the retry policy allows.
    ///
    /// - Throws: ``AWSError``, or `CancellationError`.
    func send(_ call: AWSCall) async throws -> WireAnswer {
        var course = Course()
        while true {
            try await limiter.admit(call.service)
            let sentAt = settings.now()
            do {
                let answer = try await once(call, isRenewed: course.isRenewed)
                await limiter.succeeded(call.service)
                report(
                    call, course.attempt, lasting: settings.now().timeIntervalSince(sentAt), answer: answer)
                return answer
            } catch let failure as Failure {
                let error = failure.error.during(call.service, call.operation, scope: scope)
                let duration = settings.now().timeIntervalSince(sentAt)
                course.isUncertain = course.isUncertain || (call.changesState && failure.mayHaveArrived)
                if error.isThrottling { await limiter.throttled(call.service, sentAt: sentAt) }
                let next = await next(after: failure, error, &course)
                report(call, course.attempt, lasting: duration, error: error, next: next)
                switch next {
                case .again(let delay): if delay > 0 { try await settings.sleep(.seconds(delay)) }
                case .end(let reason): throw course.isUncertain ? ambiguous(error, call) : reason
                }
                course.attempt += 1
            } catch let error as AWSError where course.isUncertain {
                // The credentials ran out between two attempts: the first may have arrived.
                throw ambiguous(error, call)
            }
        }
    }

    /// A wrong clock and credentials that have ended are each mended once, and the call made again at once.
    private func next(after failure: Failure, _ error: AWSError, _ course: inout Course) async -> Next {
        if error.isClockSkew, !course.isResigned, failure.isCorrectable {
            course.isResigned = true
            return .again(after: 0)
        }
        if error.mayBeMendedByRenewal, !course.isRenewed, let refused = failure.credentials {
            course.isRenewed = true
            do {
                // The next attempt asks for them as ever: they may have been renewed once more by then.
                return try await provider.credentials(insteadOf: refused) == nil ? .end(error) : .again(after: 0)
            } catch {
                // Why there are no others says more than that the old ones have ended.
                return .end(error)
            }
        }
        switch settings.retries.step(after: error, attempt: course.attempt, random: settings.random()) {
        case .retry(let delay): return .again(after: delay)
        case .giveUp: return .end(error)
        }
    }

    private func ambiguous(_ error: AWSError, _ call: AWSCall) -> AWSError {
        error.ambiguous.during(call.service, call.operation, scope: scope)
    }

    /// - Parameter isRenewed: whether the credentials were, for this call.
    private func once(_ call: AWSCall, isRenewed: Bool) async throws -> WireAnswer {
        let endpoint: AWSEndpoint
        do throws(AWSError) { endpoint = try settings.endpoints.endpoint(for: call.service) } catch {
            throw Failure(error: error)
        }
        let credentials = call.isSigned ? try await provider.credentials() : nil
        settings.secrets.add((credentials?.secrets ?? []) + call.secrets)
        let used = correction.current
        let request = signed(
            call, for: endpoint, with: credentials, at: settings.now().addingTimeInterval(used))
        // Asked at the last moment: waiting for its turn, for credentials or for the machine to wake may have taken long.
        if let limit = call.notAfter, settings.now() >= limit { throw Failure(error: .tooLate(call)) }
        var answer: WireAnswer
        do {
            answer = try await sender.send(request)
            answer.clean(settings.secrets)
        } catch let failure as WireFailure {
            throw Failure(error: AWSError(failure, host: endpoint.host), mayHaveArrived: failure.mayHaveArrived)
        }
        let reading = answer.headers.first(name: "Date").flatMap(WireDate.http).map {
            ClockReading(service: call.service.name, wireClock: settings.now(), serverClock: $0)
        }
        // Reported as it is: a corrected signature must not hide a wrong clock from whoever decides.
        if let reading { settings.onClock(reading) }
        guard (200..<300).contains(answer.status) else {
            let signing = request.headers["Authorization"].compactMap { $0.split(separator: "=").last.map(String.init) }
            var error = ErrorAnswer(answer, wire: call.wire).error(
                now: settings.now(), secrets: settings.secrets, also: signing)
            if let credentials, error.isInvalidCredentials || error.mayBeMendedByRenewal {
                error.refusedCredentials = AWSError.RefusedCredentials(
                    keyID: credentials.shownKeyID, origin: provider.origin, areRenewed: isRenewed)
            }
            // A gateway may answer for a service that has already acted.
            var failure = Failure(error: error, mayHaveArrived: !error.isDefiniteNo, credentials: credentials)
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
        _ call: AWSCall, _ attempt: Int, lasting duration: Double, answer: WireAnswer? = nil, error: AWSError? = nil,
        next: Next? = nil
    ) {
        var retryIn: Double?
        if case .again(let delay) = next { retryIn = delay }
        let entry = AWSAttempt(
            service: call.service.name, operation: call.operation, scope: scope, attempt: attempt,
            duration: duration, status: answer?.status ?? error?.status,
            requestID: answer?.requestID ?? error?.requestID, errorCode: error?.code, retryIn: retryIn)
        settings.onAttempt(entry)
        settings.logger.debug("AWS attempt finished", metadata: entry.metadata)
    }
}

extension AWSTransport {
    /// What all scopes share. Time, waiting and chance come from outside, so that tests need none of them.
    package struct Settings: Sendable {
        package var endpoints: AWSEndpoints
        package var retries = RetryPolicy()
        package var userAgent = "aws-client"
        /// The wire clock: it signs, and is held against AWS's.
        package var now: @Sendable () -> Date = { Date() }
        package var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
        /// From 0 up to 1, for the jitter of retries.
        package var random: @Sendable () -> Double = { Double.random(in: 0..<1) }
        /// What no error, report or log may repeat: filled by whatever sends a secret, shared with all that read answers.
        package var secrets = SecretsInUse()
        /// Told of every attempt, successful or not, once it is over.
        package var onAttempt: @Sendable (AWSAttempt) -> Void = { _ in }
        /// Told of the clock of every answer that has a `Date` header.
        package var onClock: @Sendable (ClockReading) -> Void = { _ in }
        /// Writes at debug and trace: names, counts, statuses; never a body, a header or a secret.
        package var logger = Logger(label: "aws", factory: { _ in SwiftLogNoOpLogHandler() })

        package init(endpoints: AWSEndpoints) { self.endpoints = endpoints }
    }
}
