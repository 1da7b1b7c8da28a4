/// Keeps a workspace's calls within Slack's rate limits, for all clients that share it.
///
/// Each call reserves its turn at once, so turns follow the order of the calls; one call's wait doesn't block the
/// others.
/// See <https://docs.slack.dev/apis/web-api/rate-limits>.
package actor SlackRateLimiter {
    package struct Limits: Sendable {
        /// The time between two messages in one channel.
        package var perChannel: Duration
        /// The time between two messages in the workspace.
        package var perWorkspace: Duration
        /// Calls per minute of each method with a tier.
        package var perMinute: [String: Int]
        /// If Slack asks for a longer wait than this, calls fail at once instead of waiting.
        package var longestHold: Duration

        package init(
            perChannel: Duration = .seconds(1),
            perWorkspace: Duration = .milliseconds(250),
            perMinute: [String: Int] = Self.tiers,
            longestHold: Duration = .seconds(120)
        ) {
            self.perChannel = perChannel
            self.perWorkspace = perWorkspace
            self.perMinute = perMinute
            self.longestHold = longestHold
        }

        /// Tier 3 allows 50 calls a minute, tier 4 allows 100.
        package static let tiers = [
            "chat.update": 50, "conversations.open": 50, "conversations.history": 50, "conversations.replies": 50,
            "conversations.info": 50, "users.info": 100,
        ]
    }

    private let limits: Limits
    private let clock: SlackClock
    private var nextInWorkspace: Duration = .zero
    private var nextInChannel: [String: Duration] = [:]
    /// The turns given to each method within the last minute, oldest first.
    private var turns: [String: [Duration]] = [:]
    private var holds: [String: Hold] = [:]
    /// Attempts of each method without an answer since its last answer.
    private var unanswered: [String: Int] = [:]

    /// Until when a method isn't called, and why.
    private struct Hold {
        let until: Duration
        let code: String
        let detail: String?
    }

    package init(limits: Limits = Limits(), clock: SlackClock = .system) {
        self.limits = limits
        self.clock = clock
    }

    /// Waits for this call's turn.
    ///
    /// - Parameters:
    ///   - method: such as `chat.postMessage`; each has its own limit.
    ///   - channel: where a message is posted or changed; `nil` for calls that don't write into a channel.
    /// - Returns: how long it waited.
    /// - Throws: `SlackError.notDelivered` at once if the method is on hold for too long; `CancellationError` while
    /// waiting.
    @discardableResult
    package func turn(for method: String, channel: String?) async throws -> Duration {
        let asked = clock.uptime()
        try checkHold(of: method, channel, now: asked)
        var turn = reserve(method, channel, now: asked)
        while true {
            let now = clock.uptime()
            // Another call may have received a 429 while this one slept.
            try checkHold(of: method, channel, now: now)
            turn = max(turn, holds[method]?.until ?? .zero)
            guard turn > now else { return now - asked }
            try await clock.sleep(turn - now)
        }
    }

    /// Blocks `method` for this long, because Slack answered 429.
    package func hold(_ method: String, for wait: Duration) {
        hold(method, for: wait, code: "ratelimited", detail: nil)
    }

    /// Records how an attempt ended. After eight attempts in a row without an answer, a method isn't called for ten
    /// minutes: each attempt may take half a minute, and hundreds of people are looked up one after the other.
    package func ended(_ method: String, wasAnswered: Bool) {
        unanswered[method] = wasAnswered ? nil : (unanswered[method] ?? 0) + 1
        guard let count = unanswered[method], count >= Self.mostUnanswered else { return }
        hold(
            method, for: .seconds(600), code: "not_asked",
            detail: "Slack didn't answer the last \(count) calls of it")
    }

    private static let mostUnanswered = 8

    private func hold(_ method: String, for wait: Duration, code: String, detail: String?) {
        let until = clock.uptime() + wait
        if until > holds[method]?.until ?? .zero { holds[method] = Hold(until: until, code: code, detail: detail) }
    }

    private func checkHold(of method: String, _ channel: String?, now: Duration) throws(SlackError) {
        guard let hold = holds[method], hold.until - now > limits.longestHold else { return }
        throw .notDelivered(
            SlackFailure(
                method: method, code: hold.code, target: channel, detail: hold.detail, retryAfter: hold.until - now))
    }

    private func reserve(_ method: String, _ channel: String?, now: Duration) -> Duration {
        var turn = max(now, holds[method]?.until ?? .zero)
        if let perMinute = limits.perMinute[method], perMinute > 0 {
            let recent = (turns[method] ?? []).filter { $0 > now - .seconds(60) }
            if recent.count >= perMinute { turn = max(turn, recent[recent.count - perMinute] + .seconds(60)) }
            turns[method] = recent
        }
        if let channel {
            turn = max(turn, nextInWorkspace, nextInChannel[channel] ?? .zero)
            nextInWorkspace = turn + limits.perWorkspace
            nextInChannel = nextInChannel.filter { $0.value > now }
            nextInChannel[channel] = turn + limits.perChannel
        }
        if limits.perMinute[method] != nil { turns[method, default: []].append(turn) }
        return turn
    }
}

/// A monotonic clock: how much time has passed, and a way to wait.
package struct SlackClock: Sendable {
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
    package static let system: SlackClock = {
        let clock = ContinuousClock()
        let start = clock.now
        return SlackClock(uptime: { start.duration(to: clock.now) }, sleep: { try await clock.sleep(for: $0) })
    }()
}
