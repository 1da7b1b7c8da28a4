package import FoundationEssentials
package import KeyWatch
import Synchronization

/// A clock that stands still until it is moved; every wait is over at once.
package final class FixedClock: Sendable {
    private struct State {
        var policy: Date
        var wall: Date
        var aheadOfAWS: Double? = 0
        var slept: Double = 0
        var skew: Double = 0
    }

    private let state: Mutex<State>

    package init(_ now: Date) { state = Mutex(State(policy: now, wall: now)) }

    package var now: Date { state.withLock { $0.policy } }

    /// How far this machine's clocks are off, in seconds: AWS, Slack and people go by `truth`. What AWS's answers make of
    /// that is `aheadOfAWS`.
    package var skew: Double {
        get { state.withLock { $0.skew } }
        set {
            state.withLock { state in
                let change = newValue - state.skew
                state.policy += change
                state.wall += change
                state.skew = newValue
            }
        }
    }

    /// The time it really is.
    package var truth: Date { state.withLock { $0.policy - $0.skew } }

    /// Seconds that the code under test asked to wait, all together.
    package var slept: Double { state.withLock { $0.slept } }

    /// How far this machine is ahead of AWS, in seconds.
    package var aheadOfAWS: Double? {
        get { state.withLock { $0.aheadOfAWS } }
        set { state.withLock { $0.aheadOfAWS = newValue } }
    }

    /// Moves both clocks to `instant`.
    package func set(_ instant: Date) {
        state.withLock {
            $0.policy = instant
            $0.wall = instant
        }
    }

    package func advance(_ seconds: Double) {
        state.withLock {
            $0.policy += seconds
            $0.wall += seconds
        }
    }

    /// Moves the wall clock alone, as time passing for leases only.
    package func advanceWall(_ seconds: Double) { state.withLock { $0.wall += seconds } }

    package var runClock: RunClock {
        RunClock(
            policy: { self.now }, wall: { self.state.withLock { $0.wall } }, aheadOfAWS: { self.aheadOfAWS },
            sleep: { seconds in self.state.withLock { $0.slept += seconds } })
    }
}
