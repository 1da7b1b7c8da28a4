import FoundationEssentials
import Synchronization

/// A clock that moves only when somebody sleeps on it.
final class ManualClock: Sendable {
    private let state: Mutex<(now: Date, slept: [Duration])>

    init(_ now: Date = ManualClock.start) { state = Mutex((now, [])) }

    /// 2026-11-24T06:39:00Z
    static let start = Date(timeIntervalSince1970: 1_795_502_340)

    var now: Date { state.withLock { $0.now } }
    var slept: [Duration] { state.withLock { $0.slept } }

    func advance(by seconds: Double) { state.withLock { $0.now += seconds } }

    func sleep(_ duration: Duration) async throws {
        try Task.checkCancellation()
        state.withLock {
            $0.slept.append(duration)
            $0.now += Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        }
    }
}
