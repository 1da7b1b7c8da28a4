/// The passing of time as the client needs it: a reading that never goes backwards, and a way to wait.
package struct SlackTime: Sendable {
    /// Time passed since an arbitrary, fixed moment.
    package var uptime: @Sendable () -> Duration
    /// Waits; throws `CancellationError` when the task is cancelled.
    package var sleep: @Sendable (Duration) async throws -> Void

    package init(
        uptime: @escaping @Sendable () -> Duration,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.uptime = uptime
        self.sleep = sleep
    }

    /// The machine's continuous clock.
    package static let system: SlackTime = {
        let clock = ContinuousClock()
        let start = clock.now
        return SlackTime(uptime: { start.duration(to: clock.now) }, sleep: { try await clock.sleep(for: $0) })
    }()
}
