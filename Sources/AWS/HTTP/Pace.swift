/// How fast one scope may call one service, learnt from being throttled. Pure.
///
/// Unlimited, or at the published rate, until the first throttling answer; then
/// seven tenths of what was being sent, growing back evenly, so that many callers
/// slow down together.
/// Times and rates are in seconds and calls per second.
struct Pace: Sendable {
    private(set) var rate: Double?
    /// The published rate; never more than that.
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

    /// Takes the next free slot and says how long to wait for it.
    mutating func reserve(at now: Double) -> Double {
        guard let rate else {
            note(now)
            return 0
        }
        // A clock set back must not make callers wait for the old future.
        if nextSlot - now > 300 { nextSlot = now }
        let slot = max(now, nextSlot)
        nextSlot = slot + 1 / rate
        note(slot)
        return slot - now
    }

    /// Slows down; throttled answers to calls sent before the last slowing don't count twice.
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

    /// Grows back to the rate that was too much in ten seconds, and on from there.
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
