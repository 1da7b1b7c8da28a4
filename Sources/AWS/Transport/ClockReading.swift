package import FoundationEssentials
import Synchronization

/// What a service's clock said next to ours.
package struct ClockReading: Sendable, Equatable {
    package let service: String
    /// Our wire clock when the answer arrived.
    package let wireClock: Date
    /// The answer's `Date` header, to the second.
    package let serverClock: Date

    package init(service: String, wireClock: Date, serverClock: Date) {
        self.service = service
        self.wireClock = wireClock
        self.serverClock = serverClock
    }

    /// Seconds by which our clock is ahead; negative when it is behind.
    package var ahead: Double { wireClock.timeIntervalSince(serverClock) }
}

/// What to add to the wire clock when signing, in seconds, once AWS has refused it; one machine, one correction.
final class ClockCorrection: Sendable {
    private let seconds = Mutex(0.0)

    var current: Double { seconds.withLock { $0 } }

    /// Learns from an answer that refused a signature for its time.
    ///
    /// - Parameter used: the correction that signature was made with.
    /// - Returns: whether signing again can help: less than a minute is not what was refused.
    func learn(from reading: ClockReading, used: Double) -> Bool {
        let needed = -reading.ahead
        guard abs(needed - used) > 60 else { return false }
        seconds.withLock { $0 = needed }
        return true
    }
}
