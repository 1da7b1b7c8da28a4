package import FoundationEssentials
package import KeyWatch
import Synchronization

/// A clock that shows the same time until it is moved; every wait ends at once.
package final class FixedClock: Sendable {
    private struct State {
        var policy: Date
        var wall: Date
        var aheadOfAWS: Double? = 0
        var slept: Double = 0
        var skew: Double = 0
        var isMoved = false
        var endChecks = 0
        var endsAtCheck: Int?
    }

    private let state: Mutex<State>

    package init(_ now: Date) { state = Mutex(State(policy: now, wall: now)) }

    package var now: Date { state.withLock { $0.policy } }

    /// How far this machine's clocks are off, in seconds: AWS, Slack and people use `truth`. What AWS's answers show of that
    /// is `aheadOfAWS`.
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

    /// The true time.
    package var truth: Date { state.withLock { $0.policy - $0.skew } }

    /// Whether it is a clock that `--on` moved.
    package var isMoved: Bool {
        get { state.withLock { $0.isMoved } }
        set { state.withLock { $0.isMoved = newValue } }
    }

    /// Whether AWS sent its time and ours is close enough to it.
    package var agreesWithAWS: Bool { runClock.agreesWithAWS }

    /// Seconds that the code under test waited, in all.
    package var slept: Double { state.withLock { $0.slept } }

    /// How far this machine is ahead of AWS, in seconds.
    package var aheadOfAWS: Double? {
        get { state.withLock { $0.aheadOfAWS } }
        set { state.withLock { $0.aheadOfAWS = newValue } }
    }

    /// Asks the work to end: visible from the n-th check on, counted from now. Nil: nobody asks.
    package var endsAtCheck: Int? {
        get { state.withLock { $0.endsAtCheck } }
        set {
            state.withLock { state in
                state.endChecks = 0
                state.endsAtCheck = newValue
            }
        }
    }

    /// How often it was checked since then.
    package var endChecks: Int { state.withLock { $0.endChecks } }

    private func isEndAsked() -> Bool {
        state.withLock { state in
            state.endChecks += 1
            return state.endsAtCheck.map { $0 <= state.endChecks } ?? false
        }
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

    /// Moves only the wall clock: time passes only for leases.
    package func advanceWall(_ seconds: Double) { state.withLock { $0.wall += seconds } }

    package var runClock: RunClock {
        RunClock(
            policy: { self.now }, wall: { self.state.withLock { $0.wall } }, aheadOfAWS: { self.aheadOfAWS },
            isMoved: isMoved,
            sleep: { seconds in self.state.withLock { $0.slept += seconds } },
            // A read in progress completes here: only the points between reads matter.
            end: endsAtCheck == nil
                ? nil
                : EndRequest(isMade: isEndAsked, made: { try await Task.sleep(for: .seconds(86_400)) }))
    }
}
