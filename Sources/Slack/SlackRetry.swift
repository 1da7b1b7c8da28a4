/// How often, and for how long, a call that certainly wasn't carried out is tried again.
package struct SlackRetry: Sendable {
    /// Attempts in total.
    package var attempts: Int
    /// The most all waits of one call may add up to.
    package var longestWait: Duration

    package init(attempts: Int = 4, longestWait: Duration = .seconds(120)) {
        self.attempts = attempts
        self.longestWait = longestWait
    }

    /// The wait before the next attempt, or `nil` if that was the last one.
    ///
    /// - Parameters:
    ///   - attempt: the attempt that failed, from 1.
    ///   - asked: Slack's `Retry-After`; it is never cut short: a wait that is too long ends the call.
    ///   - waited: what this call has waited so far.
    func wait(after attempt: Int, asked: Duration?, waited: Duration) -> Duration? {
        guard attempt < attempts else { return nil }
        let wait = asked ?? .seconds(1 << min(attempt - 1, 5))
        return waited + wait <= longestWait ? wait : nil
    }
}
