package import FoundationEssentials
import Synchronization

/// A service's clock and ours at the same moment.
package struct ClockReading: Sendable, Equatable {
    package let service: String
    /// Our wire clock when the response arrived.
    package let wireClock: Date
    /// The response's `Date` header, in whole seconds.
    package let serverClock: Date

    package init(service: String, wireClock: Date, serverClock: Date) {
        self.service = service
        self.wireClock = wireClock
        self.serverClock = serverClock
    }

    /// Seconds by which our clock is ahead; negative when it is behind.
    package var ahead: Double { wireClock.timeIntervalSince(serverClock) }
}

/// The seconds to add to the wire clock for signatures, after AWS has refused it; one correction per machine.
final class ClockCorrection: Sendable {
    private let seconds = Mutex(0.0)

    var current: Double { seconds.withLock { $0 } }

    /// Updates the correction after AWS refused a signature because of its time.
    ///
    /// - Parameter used: the correction of the refused signature.
    /// - Returns: whether a new signature can help: AWS refuses no difference of less than a minute.
    func update(from reading: ClockReading, used: Double) -> Bool {
        let needed = -reading.ahead
        guard abs(needed - used) > 60 else { return false }
        seconds.withLock { $0 = needed }
        return true
    }
}
