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
        var isMoved = false
        var endChecks = 0
        var endsAtCheck: Int?
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

    /// Whether it stands for a clock that `--on` moved.
    package var isMoved: Bool {
        get { state.withLock { $0.isMoved } }
        set { state.withLock { $0.isMoved = newValue } }
    }

    /// Whether AWS told its time and ours is close enough to it.
    package var agreesWithAWS: Bool { runClock.agreesWithAWS }

    /// Seconds that the code under test asked to wait, all together.
    package var slept: Double { state.withLock { $0.slept } }

    /// How far this machine is ahead of AWS, in seconds.
    package var aheadOfAWS: Double? {
        get { state.withLock { $0.aheadOfAWS } }
        set { state.withLock { $0.aheadOfAWS = newValue } }
    }

    /// Somebody asks the work to end: seen at the n-th time that it is looked for from now on, and ever after. Nil: nobody does.
    package var endsAtCheck: Int? {
        get { state.withLock { $0.endsAtCheck } }
        set {
            state.withLock { state in
                state.endChecks = 0
                state.endsAtCheck = newValue
            }
        }
    }

    /// How often it was looked for since then.
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

    /// Moves the wall clock alone, as time passing for leases only.
    package func advanceWall(_ seconds: Double) { state.withLock { $0.wall += seconds } }

    package var runClock: RunClock {
        RunClock(
            policy: { self.now }, wall: { self.state.withLock { $0.wall } }, aheadOfAWS: { self.aheadOfAWS },
            isMoved: isMoved,
            sleep: { seconds in self.state.withLock { $0.slept += seconds } },
            // What is being read is read to its end here: only the points between are of interest.
            end: endsAtCheck == nil
                ? nil
                : EndRequest(isMade: isEndAsked, made: { try await Task.sleep(for: .seconds(86_400)) }))
    }
}
