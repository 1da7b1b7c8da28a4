/// A simulated fault, set through `POST /control/fault`.
package struct Fault: Sendable, Codable {
    /// The method it applies to.
    package var method: String
    /// Only for calls about this channel or person.
    package var channel: String?
    /// The error code to answer; `ratelimited` is answered with HTTP 429.
    package var error: String?
    /// The HTTP status to answer, with a web page unless `body` is set.
    package var status: Int?
    /// The body to answer with `status`.
    package var body: String?
    /// The number of bytes that the body is filled up to, with spaces.
    package var bytes: Int?
    /// Whether the connection ends in the middle of the answer.
    package var drop: Bool?
    /// Seconds to wait before anything else.
    package var hang: Double?
    /// The seconds in `Retry-After`, with `ratelimited`.
    package var retryAfter: Int?
    /// How many calls it applies to; one by default.
    package var times: Int?
    /// Whether the call is carried out and only its answer is bad.
    package var after: Bool?
    /// Whether the answer repeats the caller's token in every field of an error.
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

/// What a method answers.
package enum Reply: Sendable, Equatable {
    case ok([String: JSONValue])
    /// HTTP 200 with `ok: false`, as Slack does.
    case failed(code: String, more: [String: JSONValue] = [:])
    /// The same, with the caller's token as the request id too.
    case echo(code: String, token: String, more: [String: JSONValue])
    /// HTTP 429 with `Retry-After`.
    case limited(seconds: Int)
    /// Not an answer of the Web API at all.
    case broken(status: Int, body: String = page)
    /// The connection ends in the middle of the answer.
    case dropped

    static let page = "<html><body>The service is temporarily unavailable.</body></html>"

    var outcome: String {
        switch self {
        case .ok: "ok"
        case .failed(let code, _), .echo(let code, _, _): code
        case .limited: "ratelimited"
        case .broken(let status, _): "http_\(status)"
        case .dropped: "dropped"
        }
    }
}

/// An error a method ends with.
struct MethodFailure: Error {
    let code: String
    var more: [String: JSONValue] = [:]

    init(_ code: String, _ more: [String: JSONValue] = [:]) {
        self.code = code
        self.more = more
    }
}
