import FoundationEssentials
import Synchronization

/// Delays the calls of one scope to the rate that each service accepts.
actor RateLimiter {
    private var paces: [AWSService: Pace] = [:]
    private let now: @Sendable () -> Date
    private let sleep: @Sendable (Duration) async throws -> Void

    init(now: @escaping @Sendable () -> Date, sleep: @escaping @Sendable (Duration) async throws -> Void) {
        self.now = now
        self.sleep = sleep
    }

    /// Waits until the call may be sent.
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

    /// The calls per second that are allowed now; nil if unlimited.
    func rate(_ service: AWSService) -> Double? { paces[service]?.rate }
}

/// One limiter per scope, shared by all transports that derive from one another.
final class RateLimiters: Sendable {
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

/// The rate at which one scope may call one service, adapted to throttling. Pure.
///
/// It starts unlimited, or at the published rate. A throttling error cuts it to 70 % of
/// the rate sent at that time; then it grows back linearly, so that many callers slow
/// down together. Times are in seconds, rates in calls per second.
struct Pace: Sendable {
    private(set) var rate: Double?
    /// The published rate, which is never exceeded.
    private let most: Double?
    private var nextSlot = 0.0
    private var recent: [Double] = []
    private var ceiling = 0.0
    private var cut = 0.0
    private var cutAt = 0.0

    private static let window = 2.0
    private static let slowest = 0.5
    private static let recovery = 10.0

    init(most: Double? = nil) {
        self.most = most
        rate = most
    }

    /// Reserves the next free slot and returns how long to wait for it.
    mutating func reserve(at now: Double) -> Double {
        guard let rate else {
            note(now)
            return 0
        }
        // After the clock is set back, callers must not wait for a slot of the old time.
        if nextSlot - now > 300 { nextSlot = now }
        let slot = max(now, nextSlot)
        nextSlot = slot + 1 / rate
        note(slot)
        return slot - now
    }

    /// Cuts the rate; throttled calls that were sent before the last cut don't count again.
    mutating func throttled(sentAt: Double, at now: Double) {
        if rate != nil, sentAt <= cutAt { return }
        recent.removeAll { $0 < now - Self.window || $0 > now + Self.window }
        let sending = max(Double(recent.count) / Self.window, Self.slowest)
        ceiling = rate.map { min($0, sending) } ?? sending
        cut = max(ceiling * 0.7, Self.slowest)
        rate = cut
        cutAt = now
        nextSlot = max(nextSlot, now + 1 / cut)
    }

    /// Grows back to the throttled rate within ten seconds, and then further.
    mutating func succeeded(at now: Double) {
        guard rate != nil, cut > 0, now > cutAt else { return }
        let slope = max(ceiling - cut, 0.5) / Self.recovery
        let grown = cut + slope * (now - cutAt)
        let next = grown > 2 * ceiling && now - cutAt > 3 * Self.recovery ? nil : grown
        rate = most.map { min($0, next ?? $0) } ?? next
    }

    private mutating func note(_ time: Double) {
        recent.append(time)
        if recent.count > 512 { recent.removeFirst(256) }
    }
}
