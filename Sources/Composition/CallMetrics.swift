package import AWS
package import KeyWatch
package import Slack
import Synchronization

/// Counts AWS calls by scope and keeps the largest clock difference; safe to call from many tasks at once.
package final class CallMetrics: Sendable {
    private struct State {
        var calls: [String: Int] = [:]
        var ahead: Double?
    }

    private let state = Mutex(State())

    func count(_ attempt: AWSAttempt) { state.withLock { $0.calls[attempt.scope, default: 0] += 1 } }

    func read(_ clock: ClockReading) {
        state.withLock { state in
            if abs(clock.ahead) > abs(state.ahead ?? 0) || state.ahead == nil { state.ahead = clock.ahead }
        }
    }

    /// AWS calls by account id; `hub` for those made with Relevo's own credentials.
    package var calls: [String: Int] { state.withLock(\.calls) }

    package var total: Int { state.withLock { $0.calls.values.reduce(0, +) } }

    /// Seconds by which this machine's clock is ahead of AWS's, the largest difference so far.
    package var aheadOfAWS: Double? { state.withLock(\.ahead) }
}

/// Receives what a program may show of the work: each call to AWS and Slack, and a run's progress.
package struct WorkObserver: Sendable {
    package let awsCall: @Sendable (AWSAttempt) -> Void
    package let slackCall: @Sendable (SlackAttempt) -> Void
    /// With the number of calls to AWS so far.
    package let progress: @Sendable (Progress, _ calls: Int) -> Void

    package init(
        awsCall: @escaping @Sendable (AWSAttempt) -> Void = { _ in },
        slackCall: @escaping @Sendable (SlackAttempt) -> Void = { _ in },
        progress: @escaping @Sendable (Progress, _ calls: Int) -> Void = { _, _ in }
    ) {
        self.awsCall = awsCall
        self.slackCall = slackCall
        self.progress = progress
    }
}
