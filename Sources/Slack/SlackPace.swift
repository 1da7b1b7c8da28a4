/// Keeps a workspace's calls within Slack's rate limits, across everything that shares it.
///
/// Each call is given its turn at once, so turns go in the order they were asked for; the waiting happens outside.
/// See <https://docs.slack.dev/apis/web-api/rate-limits>.
package actor SlackPace {
    package struct Limits: Sendable {
        /// Between two messages in one channel.
        package var perChannel: Duration
        /// Between two messages in the workspace.
        package var perWorkspace: Duration
        /// Calls per minute of each method with a tier.
        package var perMinute: [String: Int]
        /// A call that would have to wait longer than this, because Slack asked for it, fails at once instead.
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
    private let time: SlackTime
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

    package init(limits: Limits = Limits(), time: SlackTime = .system) {
        self.limits = limits
        self.time = time
    }

    /// Waits for this call's turn.
    ///
    /// - Parameters:
    ///   - method: such as `chat.postMessage`; each has a pace of its own.
    ///   - channel: where a message is posted or changed; `nil` for calls that don't write into a channel.
    /// - Returns: how long it waited.
    /// - Throws: `SlackError.notDelivered` at once where the method is held for too long; `CancellationError` while waiting.
    @discardableResult
    package func turn(for method: String, channel: String?) async throws -> Duration {
        let asked = time.uptime()
        try checkHold(of: method, channel, now: asked)
        var turn = reserve(method, channel, now: asked)
        while true {
            let now = time.uptime()
            // A 429 may have come for another call while this one slept.
            try checkHold(of: method, channel, now: now)
            turn = max(turn, holds[method]?.until ?? .zero)
            guard turn > now else { return now - asked }
            try await time.sleep(turn - now)
        }
    }

    /// Nobody calls `method` for this long: Slack answered 429.
    package func hold(_ method: String, for wait: Duration) {
        hold(method, for: wait, code: "ratelimited", detail: nil)
    }

    /// How an attempt ended. A method that leaves eight of them in a row without an answer isn't called for ten minutes:
    /// each may take half a minute, and hundreds of people are asked about one after the other.
    package func ended(_ method: String, wasAnswered: Bool) {
        unanswered[method] = wasAnswered ? nil : (unanswered[method] ?? 0) + 1
        guard let count = unanswered[method], count >= Self.mostUnanswered else { return }
        hold(
            method, for: .seconds(600), code: "not_asked",
            detail: "Slack left the last \(count) calls of it without an answer")
    }

    private static let mostUnanswered = 8

    private func hold(_ method: String, for wait: Duration, code: String, detail: String?) {
        let until = time.uptime() + wait
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
