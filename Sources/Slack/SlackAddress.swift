import FoundationEssentials

/// The base address of the Web API; the token goes there and nowhere else.
struct SlackAddress: Sendable {
    /// Ends with a slash.
    let base: String

    /// - Throws: `SlackError.unusable` unless it is `https`, or `http` on this machine.
    init(_ text: String) throws(SlackError) {
        guard let url = URL(string: text), let host = url.host, !host.isEmpty, url.user == nil, url.query == nil else {
            throw .unusable("the address of its API is not a URL; it is usually https://slack.com/api/")
        }
        let loopback: Set<String> = ["127.0.0.1", "localhost", "::1", "[::1]"]
        guard url.scheme == "https" || (url.scheme == "http" && loopback.contains(host)) else {
            throw .unusable("the address of its API must begin with https:// (http:// is for this machine only)")
        }
        base = text.hasSuffix("/") ? text : text + "/"
    }
}
