package import FoundationEssentials

/// Sends one request to Slack and returns its answer.
package protocol SlackTransport: Sendable {
    /// - Throws: `SlackTransportError`; `nothingSent` only if that is certain.
    func send(_ request: SlackRequest) async throws(SlackTransportError) -> SlackResponse
}

/// Why no answer came.
package enum SlackTransportError: Error, Sendable, Equatable {
    /// The connection failed before a byte of the request was written.
    case nothingSent(String)
    /// The request was written, at least in part, and then the connection was lost or the time ran out.
    case answerLost(String)
}

/// One HTTP request, always a POST. Its description shows neither token nor body.
package struct SlackRequest: Sendable {
    package let url: String
    package let contentType: String
    package let body: Data
    package let token: SlackToken

    /// The headers to send, the token among them.
    package var headers: [(name: String, value: String)] {
        [
            ("Authorization", token.authorization), ("Content-Type", contentType), ("Accept", "application/json"),
        ]
    }
}

extension SlackRequest: CustomStringConvertible, CustomReflectable {
    package var description: String { "POST \(url), \(body.count) bytes" }
    package var customMirror: Mirror { Mirror(self, children: ["url": url, "bytes": body.count]) }
}

/// One HTTP answer, whatever its status and body.
package struct SlackResponse: Sendable {
    package let status: Int
    /// Names in lower case.
    package let headers: [String: String]
    package let body: Data

    package init(status: Int, headers: [String: String] = [:], body: Data) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
