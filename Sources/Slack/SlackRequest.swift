package import FoundationEssentials

/// One call as it goes over the wire, always a POST. Shows neither token nor body.
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
