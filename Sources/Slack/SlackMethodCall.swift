import FoundationEssentials

/// One call, ready to be sent any number of times.
struct SlackMethodCall: Sendable {
    let method: String
    /// The channel or user it is about, for errors.
    let target: String?
    /// The channel whose pace it keeps; `nil` if it writes into none.
    let pacedChannel: String?
    let contentType: String
    let body: Data
    /// Whether doing it twice is the same as doing it once.
    let isRepeatable: Bool

    /// A reading call, sent as a form: several of Slack's reading methods take no JSON.
    static func read(_ method: String, target: String? = nil, _ fields: [(String, String?)]) -> SlackMethodCall {
        let pairs = fields.compactMap { name, value in value.map { "\(name)=\(FormEncoding.encoded($0))" } }
        return SlackMethodCall(
            method: method, target: target, pacedChannel: nil,
            contentType: "application/x-www-form-urlencoded; charset=utf-8",
            body: Data(pairs.joined(separator: "&").utf8), isRepeatable: true)
    }

    /// A writing call, sent as JSON.
    static func write(
        _ method: String, target: String?, pacedChannel: String? = nil, isRepeatable: Bool, _ body: some Encodable
    ) throws(SlackError) -> SlackMethodCall {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let bytes = try? encoder.encode(body) else {
            throw .payload(SlackFailure(method: method, code: "not_encodable", target: target))
        }
        return SlackMethodCall(
            method: method, target: target, pacedChannel: pacedChannel,
            contentType: "application/json; charset=utf-8", body: bytes, isRepeatable: isRepeatable)
    }

    /// An error without an answer.
    func error(for error: SlackTransportError) -> SlackError {
        switch error {
        case .nothingSent(let reason):
            .notDelivered(SlackFailure(method: method, code: "not_connected", target: target, detail: reason))
        case .answerLost(let reason):
            .ambiguous(SlackFailure(method: method, code: "connection_lost", target: target, detail: reason))
        }
    }

    /// Whether the client itself tries again: what certainly wasn't done, for a passing reason; and what may have been
    /// done, if doing it twice is harmless. So a message is never posted again blindly.
    func mayRepeat(after error: SlackError) -> Bool {
        switch error {
        case .notDelivered(let failure): Self.passing.contains(failure.code)
        case .ambiguous: isRepeatable
        default: false
        }
    }

    private static let passing: Set<String> = ["ratelimited", "rate_limited", "not_connected"]
}
