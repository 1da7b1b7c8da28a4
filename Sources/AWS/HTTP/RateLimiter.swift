import FoundationEssentials

/// Lets the calls of one scope through at the pace each service bears.
actor RateLimiter {
    private var paces: [AWSService: Pace] = [:]
    private let now: @Sendable () -> Date
    private let sleep: @Sendable (Duration) async throws -> Void

    init(now: @escaping @Sendable () -> Date, sleep: @escaping @Sendable (Duration) async throws -> Void) {
        self.now = now
        self.sleep = sleep
    }

    /// Waits for this call's turn.
    func admit(_ service: AWSService) async throws {
        let wait = paces[service, default: Pace(most: service.mostPerSecond)].reserve(at: now().timeIntervalSince1970)
        if wait > 0 { try await sleep(.seconds(wait)) }
    }

    func throttled(_ service: AWSService, sentAt: Date) {
        paces[service, default: Pace(most: service.mostPerSecond)].throttled(
            sentAt: sentAt.timeIntervalSince1970, at: now().timeIntervalSince1970)
    }

    func succeeded(_ service: AWSService) {
        paces[service]?.succeeded(at: now().timeIntervalSince1970)
    }

    /// Calls per second now allowed; nil when unlimited.
    func rate(_ service: AWSService) -> Double? { paces[service]?.rate }
}
