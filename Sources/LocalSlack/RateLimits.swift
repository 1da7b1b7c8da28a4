/// Slack's rate limits, as buckets that refill with time.
///
/// See <https://docs.slack.dev/apis/web-api/rate-limits>.
struct RateLimits: Sendable {
    private struct Bucket {
        var level: Double
        var at: Duration
    }

    private struct Rule {
        let capacity: Double
        let perSecond: Double
    }

    private var buckets: [String: Bucket] = [:]

    /// One message per second in a channel; a short burst is let pass.
    private static let channel = Rule(capacity: 3, perSecond: 1)
    /// "Several hundred messages per minute" in a workspace.
    private static let workspace = Rule(capacity: 30, perSecond: 5)

    private static func tier(_ method: String) -> Rule? {
        switch method {
        case "users.info": Rule(capacity: 100, perSecond: 100 / 60)
        case "chat.update", "conversations.open", "conversations.history", "conversations.replies",
            "conversations.info":
            Rule(capacity: 50, perSecond: 50 / 60)
        default: nil
        }
    }

    /// Counts one call.
    ///
    /// - Parameter channel: where a message is to be posted.
    /// - Returns: the seconds to wait, if it is one too many.
    mutating func admit(_ method: String, channel: String?, at now: Duration) -> Int? {
        var rules: [(String, Rule)] = []
        if let rule = Self.tier(method) { rules.append(("method \(method)", rule)) }
        if method == "chat.postMessage" {
            rules.append(("workspace", Self.workspace))
            if let channel { rules.append(("channel \(channel)", Self.channel)) }
        }
        var levels: [(String, Double)] = []
        var longest: Double = 0
        for (name, rule) in rules {
            let bucket = buckets[name] ?? Bucket(level: rule.capacity, at: now)
            let level = min(rule.capacity, bucket.level + ((now - bucket.at) / .seconds(1)) * rule.perSecond)
            levels.append((name, level))
            if level < 1 { longest = max(longest, (1 - level) / rule.perSecond) }
        }
        guard longest == 0 else { return max(1, Int(longest.rounded(.up))) }
        for (name, level) in levels { buckets[name] = Bucket(level: level - 1, at: now) }
        return nil
    }
}
