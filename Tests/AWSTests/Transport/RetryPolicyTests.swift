import Testing

@testable import AWS

struct RetryPolicyTests {
    private let policy = RetryPolicy()

    private func refused(_ status: Int, _ code: String = "X", retryAfter: Double? = nil) -> AWSError {
        var error = AWSError(.refused, code: code, message: "", status: status)
        error.retryAfter = retryAfter
        return error
    }

    @Test func `delays double up to a maximum, and the wait is a random part of them`() {
        let throttled = refused(400, "Throttling")
        let delays = (1...4).map { policy.step(after: throttled, attempt: $0, random: 0.5) }
        #expect(delays == [.retry(after: 0.5), .retry(after: 1), .retry(after: 2), .retry(after: 4)])
        #expect(policy.step(after: throttled, attempt: 2, random: 0) == .retry(after: 0))
        #expect(RetryPolicy(maximumAttempts: 99).step(after: throttled, attempt: 50, random: 1) == .retry(after: 20))
    }

    @Test func `other failures are retried sooner than throttling`() {
        #expect(policy.step(after: refused(503), attempt: 1, random: 1) == .retry(after: 0.05))
    }

    @Test func `the last attempt is the last`() {
        #expect(policy.step(after: refused(503), attempt: 4, random: 0) == .retry(after: 0))
        #expect(policy.step(after: refused(503), attempt: 5, random: 0) == .giveUp)
    }

    @Test func `waits as long as the service asks, unless that is too long`() {
        #expect(policy.step(after: refused(429, retryAfter: 7), attempt: 1, random: 0.5) == .retry(after: 7))
        #expect(policy.step(after: refused(429, retryAfter: 0.1), attempt: 1, random: 0.5) == .retry(after: 0.5))
        #expect(policy.step(after: refused(429, retryAfter: 60), attempt: 1, random: 0.5) == .retry(after: 60))
        #expect(policy.step(after: refused(429, retryAfter: 61), attempt: 1, random: 0.5) == .giveUp)
    }

    static let verdicts: [(error: AWSError, retried: Bool)] = [
        (AWSError(.refused, code: "Throttling", message: "", status: 400), true),
        (AWSError(.refused, code: "TooManyRequestsException", message: "", status: 400), true),
        (AWSError(.refused, code: "HTTP429", message: "", status: 429), true),
        (AWSError(.refused, code: "ServiceFailure", message: "", status: 500), true),
        (AWSError(.refused, code: "HTTP502", message: "", status: 502), true),
        (AWSError(.refused, code: "EntityTemporarilyUnmodifiable", message: "", status: 409), true),
        (AWSError(.timeOut, code: "TimeOut", message: ""), true),
        (AWSError(.connection, code: "Connection", message: ""), true),
        (AWSError(.refused, code: "LimitExceeded", message: "", status: 409), false),
        (AWSError(.refused, code: "AccessDenied", message: "", status: 403), false),
        (AWSError(.refused, code: "NoSuchEntity", message: "", status: 404), false),
        (AWSError(.refused, code: "ReportInProgress", message: "", status: 404), false),
        (AWSError(.refused, code: "ExpiredToken", message: "", status: 403), false),
        (AWSError(.refused, code: "InvalidClientTokenId", message: "", status: 403), false),
        (AWSError(.refused, code: "HTTP302", message: "", status: 302), false),
        (AWSError(.refused, code: "HTTP501", message: "", status: 501), false),
        (AWSError(.malformedResponse, code: "MalformedResponse", message: "", status: 200), false),
        (AWSError(.tooLarge, code: "TooLarge", message: ""), false),
        (.configuration("x"), false), (.credentials("x"), false), (.incomplete("x"), false),
    ]

    @Test(arguments: verdicts)
    func `retries only temporary failures`(_ error: AWSError, _ retried: Bool) {
        #expect((policy.step(after: error, attempt: 1, random: 0) == .retry(after: 0)) == retried)
    }
}
