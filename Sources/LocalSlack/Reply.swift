/// What a method answers.
package enum Reply: Sendable, Equatable {
    case ok([String: JSONValue])
    /// HTTP 200 with `ok: false`, as Slack does.
    case failed(code: String, more: [String: JSONValue] = [:])
    /// The same, and the request's id too is what was sent as a token.
    case echo(code: String, token: String, more: [String: JSONValue])
    /// HTTP 429 with `Retry-After`.
    case limited(seconds: Int)
    /// Not an answer of the Web API at all.
    case broken(status: Int, body: String = page)
    /// The connection ends in the middle of the answer.
    case dropped

    static let page = "<html><body>The service is temporarily unavailable.</body></html>"

    var word: String {
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
