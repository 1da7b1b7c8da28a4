/// Something made to go wrong, set through `POST /control/fault`.
package struct Fault: Sendable, Codable {
    /// The method it applies to.
    package var method: String
    /// Only for calls about this channel or person.
    package var channel: String?
    /// The error code to answer; `ratelimited` is answered with HTTP 429.
    package var error: String?
    /// The HTTP status to answer, with a web page unless `body` says otherwise.
    package var status: Int?
    /// The body to answer with `status`, whatever it is.
    package var body: String?
    /// Spaces are put behind that body until it has so many bytes.
    package var bytes: Int?
    /// End the connection in the middle of the answer.
    package var drop: Bool?
    /// Seconds to wait before anything else.
    package var hang: Double?
    /// Seconds to tell the caller to wait, with `ratelimited`.
    package var retryAfter: Int?
    /// How many calls it applies to; one, unless told otherwise.
    package var times: Int?
    /// Whether the call is carried out all the same, and only its answer is bad.
    package var after: Bool?
    /// Whether the answer repeats the token that it was sent, wherever an error of Slack can say something.
    package var echo: Bool?

    package init(
        method: String, channel: String? = nil, error: String? = nil, status: Int? = nil, body: String? = nil,
        bytes: Int? = nil, drop: Bool? = nil, hang: Double? = nil, retryAfter: Int? = nil, times: Int? = nil,
        after: Bool? = nil, echo: Bool? = nil
    ) {
        self.method = method
        self.channel = channel
        self.error = error
        self.status = status
        self.body = body
        self.bytes = bytes
        self.drop = drop
        self.hang = hang
        self.retryAfter = retryAfter
        self.times = times
        self.after = after
        self.echo = echo
    }

    /// What is answered instead; `nil` if the fault only delays.
    ///
    /// - Parameter token: what the caller sent as its token.
    func reply(to token: String) -> Reply? {
        if drop == true { return .dropped }
        if echo == true {
            let said = JSONValue.string("bad token \(token)")
            return .echo(
                code: error ?? "bad token \(token)", token: token,
                more: [
                    "errors": .array([said]), "needed": .string(token), "provided": said,
                    "response_metadata": ["messages": .array([said])],
                ])
        }
        if let status { return .broken(status: status, body: body.map { filled($0) } ?? Reply.page) }
        switch error {
        case "ratelimited", "rate_limited": return .limited(seconds: retryAfter ?? 1)
        case let code?: return .failed(code: code)
        case nil: return nil
        }
    }

    private func filled(_ body: String) -> String {
        body + String(repeating: " ", count: max(0, (bytes ?? 0) - body.utf8.count))
    }
}
