/// What is known about one call that failed.
package struct SlackFailure: Sendable, Equatable {
    /// The Web API method, such as `chat.postMessage`.
    package let method: String
    /// Slack's error code, such as `channel_not_found`; else a word of ours, such as `connection_lost`.
    package let code: String
    /// The channel or user the call was about, if any.
    package let target: String?
    /// The HTTP status, if an answer came.
    package let status: Int?
    /// Slack's `x-slack-req-id`, which its support asks for.
    package let requestID: String?
    /// What else Slack said: the scope it needs, the block it refuses.
    package let detail: String?
    /// How long Slack asked to wait.
    package let retryAfter: Duration?

    package init(
        method: String, code: String, target: String? = nil, status: Int? = nil, requestID: String? = nil,
        detail: String? = nil, retryAfter: Duration? = nil
    ) {
        self.method = method
        self.code = code
        self.target = target
        self.status = status
        self.requestID = requestID
        self.detail = detail
        self.retryAfter = retryAfter
    }

    /// Whether nobody answered: also where a gateway says so.
    var isWithoutAnswer: Bool { status == nil || status == 504 }

    /// Whether the call was to deliver something; the others only ask, or open a conversation.
    var sends: Bool { method.hasPrefix("chat.") }

    /// `chat.postMessage to U123 (error channel_not_found, HTTP 200, request abc): detail`.
    var sentence: String {
        var facts = ["error \(code)"]
        if let status { facts.append("HTTP \(status)") }
        if let requestID { facts.append("request \(requestID)") }
        if let retryAfter { facts.append("to wait \(retryAfter.components.seconds) s") }
        let about = target.map { " for \($0)" } ?? ""
        let more = detail.map { ": \($0)" } ?? ""
        return "\(method)\(about) (\(facts.joined(separator: ", "))\(more))"
    }
}
