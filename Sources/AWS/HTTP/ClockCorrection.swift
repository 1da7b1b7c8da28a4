import Synchronization

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
