package import FoundationEssentials
package import Logging
import NIOHTTP1
package import Redaction

/// Signs calls with one set of credentials, sends them, and retries where a retry may help.
///
/// One transport is one *scope*: its label names the credentials in errors and
/// reports (an account id, usually), and its callers slow down together when throttled.
package struct AWSTransport: Sendable {
    package let settings: Settings
    /// The label of this set of credentials, e.g. `222222222222`.
    package let scope: String
    private let sender: any HTTPSender
    private let provider: any CredentialsProvider
    /// Nil for each service's own Region.
    private let region: String?
    private let limiter: RateLimiter
    private let limiters: RateLimiters
    private let correction: ClockCorrection

    package init(sender: any HTTPSender, settings: Settings, credentials: any CredentialsProvider, scope: String) {
        self.init(
            sender: sender, settings: settings, credentials: credentials, scope: scope,
            limiters: RateLimiters(settings), correction: ClockCorrection())
    }

    private init(
        sender: any HTTPSender, settings: Settings, credentials: any CredentialsProvider, scope: String,
        region: String? = nil, limiters: RateLimiters, correction: ClockCorrection
    ) {
        self.settings = settings
        self.scope = scope
        self.sender = sender
        provider = credentials
        self.limiters = limiters
        self.region = region
        limiter = limiters.limiter(of: region.map { "\(scope) \($0)" } ?? scope)
        self.correction = correction
    }

    /// A transport with other credentials and the rate limit of its own scope, otherwise like this one.
    ///
    /// All transports of one scope share a rate limit: AWS counts an account's calls, whichever session makes them.
    package func scoped(_ scope: String, credentials: any CredentialsProvider) -> AWSTransport {
        AWSTransport(
            sender: sender, settings: settings, credentials: credentials, scope: scope, limiters: limiters,
            correction: correction)
    }

    /// A transport with the same credentials that calls another Region, at that Region's own rate.
    func inRegion(_ region: String) -> AWSTransport {
        AWSTransport(
            sender: sender, settings: settings, credentials: provider, scope: scope, region: region, limiters: limiters,
            correction: correction)
    }

    /// Makes the call, with as many attempts as the retry policy allows, and returns the successful response.
    ///
    /// - Throws: ``AWSError``, or `CancellationError`.
    func send(_ call: AWSCall) async throws -> WireResponse {
        var progress = Progress()
        while true {
            try await limiter.admit(call.service)
            let sentAt = settings.now()
            do {
                let response = try await once(call, isRenewed: progress.isRenewed)
                await limiter.succeeded(call.service)
                report(
                    call, progress.attempt, lasting: settings.now().timeIntervalSince(sentAt), response: response)
                return response
            } catch let failure as Failure {
                let error = failure.error.during(call.service, call.operation, scope: scope)
                let duration = settings.now().timeIntervalSince(sentAt)
                progress.isUncertain = progress.isUncertain || (call.changesState && failure.mayHaveArrived)
                if error.isThrottling { await limiter.throttled(call.service, sentAt: sentAt) }
                let next = await next(after: failure, error, &progress)
                report(call, progress.attempt, lasting: duration, error: error, next: next)
                switch next {
                case .retry(let delay): if delay > 0 { try await settings.sleep(.seconds(delay)) }
                case .fail(let reason): throw progress.isUncertain ? ambiguous(error, call) : reason
                }
                progress.attempt += 1
            } catch let error as AWSError where progress.isUncertain {
                // The credentials expired between two attempts: the first may have arrived.
                throw ambiguous(error, call)
            }
        }
    }

    /// Decides what follows a failed attempt. A wrong clock and expired credentials are each fixed once, with an
    /// immediate retry.
    private func next(after failure: Failure, _ error: AWSError, _ progress: inout Progress) async -> NextStep {
        if error.isClockSkew, !progress.isResigned, failure.isCorrectable {
            progress.isResigned = true
            return .retry(after: 0)
        }
        if error.mayBeFixedByRenewal, !progress.isRenewed, let refused = failure.credentials {
            progress.isRenewed = true
            do {
                // The next attempt asks the provider again: it may have renewed them once more by then.
                return try await provider.credentials(insteadOf: refused) == nil ? .fail(error) : .retry(after: 0)
            } catch {
                // The reason why there are no new ones is more helpful than the expiry of the old ones.
                return .fail(error)
            }
        }
        switch settings.retries.step(after: error, attempt: progress.attempt, random: settings.random()) {
        case .retry(let delay): return .retry(after: delay)
        case .giveUp: return .fail(error)
        }
    }

    private func ambiguous(_ error: AWSError, _ call: AWSCall) -> AWSError {
        error.ambiguous.during(call.service, call.operation, scope: scope)
    }

    /// - Parameter isRenewed: whether the credentials were renewed for this call.
    private func once(_ call: AWSCall, isRenewed: Bool) async throws -> WireResponse {
        let endpoint: AWSEndpoint
        do throws(AWSError) {
            endpoint =
                if let region {
                    try settings.endpoints.endpoint(for: call.service, region: region)
                } else {
                    try settings.endpoints.endpoint(for: call.service)
                }
        } catch {
            throw Failure(error: error)
        }
        let credentials = call.isSigned ? try await provider.credentials() : nil
        settings.secrets.add((credentials?.secrets ?? []) + call.secrets)
        let used = correction.current
        let request = signed(
            call, for: endpoint, with: credentials, at: settings.now().addingTimeInterval(used))
        // Checked last: the rate limit, the credentials or a sleeping machine may have delayed the call.
        if let limit = call.notAfter, settings.now() >= limit { throw Failure(error: .tooLate(call)) }
        var response: WireResponse
        do {
            response = try await sender.send(request)
            response.clean(settings.secrets)
        } catch let failure as WireFailure {
            throw Failure(error: AWSError(failure, host: endpoint.host), mayHaveArrived: failure.mayHaveArrived)
        }
        let reading = response.headers.first(name: "Date").flatMap(WireDate.http).map {
            ClockReading(service: call.service.name, wireClock: settings.now(), serverClock: $0)
        }
        // Reported uncorrected: a corrected signature must not hide a wrong clock from those who decide.
        if let reading { settings.onClock(reading) }
        guard (200..<300).contains(response.status) else {
            let signing = request.headers["Authorization"].compactMap { $0.split(separator: "=").last.map(String.init) }
            var error = ErrorResponse(response, wire: call.wire).error(
                now: settings.now(), secrets: settings.secrets, also: signing)
            if let credentials, error.isInvalidCredentials || error.mayBeFixedByRenewal {
                error.refusedCredentials = AWSError.RefusedCredentials(
                    keyID: credentials.shownKeyID, origin: provider.origin, areRenewed: isRenewed)
            }
            // A gateway may respond for a service that has already carried out the call.
            var failure = Failure(error: error, mayHaveArrived: !error.isDefiniteNo, credentials: credentials)
            if error.isClockSkew, let reading {
                failure.isCorrectable = correction.update(from: reading, used: used)
            }
            throw failure
        }
        return response
    }

    /// Signs every attempt anew: a signature is valid for five minutes.
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
        _ call: AWSCall, _ attempt: Int, lasting duration: Double, response: WireResponse? = nil,
        error: AWSError? = nil,
        next: NextStep? = nil
    ) {
        var retryIn: Double?
        if case .retry(let delay) = next { retryIn = delay }
        let entry = AWSAttempt(
            service: call.service.name, operation: call.operation, scope: scope, attempt: attempt,
            duration: duration, status: response?.status ?? error?.status,
            requestID: response?.requestID ?? error?.requestID, errorCode: error?.code, retryIn: retryIn)
        settings.onAttempt(entry)
        settings.logger.debug("AWS attempt finished", metadata: entry.metadata)
    }
}

extension AWSTransport {
    /// Settings that all scopes share. Time, sleep and randomness are injected, for tests.
    package struct Settings: Sendable {
        package var endpoints: AWSEndpoints
        package var retries = RetryPolicy()
        package var userAgent = "aws-client"
        /// The wire clock: it dates signatures, and is checked against AWS's clock.
        package var now: @Sendable () -> Date = { Date() }
        package var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
        /// From 0 up to 1, for the jitter of retries.
        package var random: @Sendable () -> Double = { Double.random(in: 0..<1) }
        /// Secrets that no error, report or log may repeat: everything that sends a secret adds it here.
        package var secrets = SecretsInUse()
        /// Called after every attempt, successful or not.
        package var onAttempt: @Sendable (AWSAttempt) -> Void = { _ in }
        /// Called for every response with a `Date` header.
        package var onClock: @Sendable (ClockReading) -> Void = { _ in }
        /// Logs names, counts and statuses at debug and trace; never a body, a header or a secret.
        package var logger = Logger(label: "aws", factory: { _ in SwiftLogNoOpLogHandler() })

        package init(endpoints: AWSEndpoints) { self.endpoints = endpoints }
    }
}
