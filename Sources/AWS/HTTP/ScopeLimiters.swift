import Synchronization

/// One limiter for each scope, for all transports that were made of one another.
final class ScopeLimiters: Sendable {
    private let limiters = Mutex<[String: RateLimiter]>([:])
    private let settings: AWSTransport.Settings

    init(_ settings: AWSTransport.Settings) { self.settings = settings }

    func limiter(of scope: String) -> RateLimiter {
        limiters.withLock { limiters in
            if let known = limiters[scope] { return known }
            let limiter = RateLimiter(now: settings.now, sleep: settings.sleep)
            limiters[scope] = limiter
            return limiter
        }
    }
}
