extension Workspace {
    /// One call of a Web API method, with the faults that were set for it.
    ///
    /// - Parameters:
    ///   - method: such as `chat.postMessage`.
    ///   - authorization: the header, as it came.
    ///   - arguments: of a form or of JSON.
    ///   - pause: waits that many seconds.
    package func call(
        _ method: String, authorization: String?, _ arguments: Arguments,
        pause: @Sendable (Double) async -> Void = { _ in }
    ) async -> Reply {
        let fault = takeFault(method, arguments)
        let given = bearer(authorization) ?? ""
        let isLate = fault?.after ?? false
        if let fault, !isLate {
            if let seconds = fault.hang { await pause(seconds) }
            if let reply = fault.reply(to: given) { return counted(method, reply) }
        }
        let reply = counted(method, answer(method, authorization, arguments))
        if let fault, isLate {
            if let seconds = fault.hang { await pause(seconds) }
            if let bad = fault.reply(to: given) { return bad }
        }
        return reply
    }

    private func counted(_ method: String, _ reply: Reply) -> Reply {
        count(method, reply.outcome)
        return reply
    }

    private func answer(_ method: String, _ authorization: String?, _ arguments: Arguments) -> Reply {
        guard let (needed, body) = Self.methods[method] else { return .failed(code: "unknown_method") }
        do {
            try authorize(authorization, arguments, needed)
            let channel = method == "chat.postMessage" ? arguments["channel"] : nil
            if let seconds = secondsToWait(method, channel: channel) { return .limited(seconds: seconds) }
            return .ok(try body(self)(arguments))
        } catch let failure as MethodFailure {
            return .failed(code: failure.code, more: failure.more)
        } catch {
            return .failed(code: "internal_error")
        }
    }

    private typealias Method = (isolated Workspace) -> (Arguments) throws -> [String: JSONValue]

    /// All methods, each with the scope it needs. If the scope depends on the conversation, the method checks it.
    private static var methods: [String: (scope: String?, body: Method)] {
        [
            "auth.test": (nil, { $0.authTest }),
            "chat.postMessage": ("chat:write", { $0.postMessage }),
            "chat.update": ("chat:write", { $0.updateMessage }),
            "conversations.open": ("im:write", { $0.openConversation }),
            "conversations.info": (nil, { $0.conversationInfo }),
            "conversations.history": (nil, { $0.history }),
            "conversations.replies": (nil, { $0.replies }),
            "users.info": ("users:read", { $0.userInfo }),
        ]
    }

    private func authorize(_ authorization: String?, _ arguments: Arguments, _ needed: String?) throws {
        guard let given = bearer(authorization) ?? arguments["token"] else { throw MethodFailure("not_authed") }
        guard given == token else { throw MethodFailure("invalid_auth") }
        if isTokenRevoked { throw MethodFailure("token_revoked") }
        if let needed { try require(needed) }
    }

    private func bearer(_ authorization: String?) -> String? {
        authorization.flatMap { $0.hasPrefix("Bearer ") ? String($0.dropFirst(7)) : nil }
    }

    func require(_ scope: String) throws {
        guard !scopes.contains(scope) else { return }
        throw MethodFailure(
            "missing_scope",
            ["needed": .string(scope), "provided": .string(scopes.sorted().joined(separator: ","))])
    }
}

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

    /// One message per second in a channel, after a short burst.
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
    /// - Returns: the seconds to wait, if the call exceeds a limit.
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
