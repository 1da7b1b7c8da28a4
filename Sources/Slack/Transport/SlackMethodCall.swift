import FoundationEssentials

/// One call, ready to be sent any number of times.
struct SlackMethodCall: Sendable {
    let method: String
    /// The channel or user it is about, for errors.
    let target: String?
    /// The channel whose rate limit applies; `nil` if the call writes to no channel.
    let limitedChannel: String?
    let contentType: String
    let body: Data
    /// Whether doing it twice is the same as doing it once (idempotent).
    let isRepeatable: Bool

    /// A reading call, sent as a form: several of Slack's reading methods take no JSON.
    static func read(_ method: String, target: String? = nil, _ fields: [(String, String?)]) -> SlackMethodCall {
        let pairs = fields.compactMap { name, value in value.map { "\(name)=\(FormEncoding.encoded($0))" } }
        return SlackMethodCall(
            method: method, target: target, limitedChannel: nil,
            contentType: "application/x-www-form-urlencoded; charset=utf-8",
            body: Data(pairs.joined(separator: "&").utf8), isRepeatable: true)
    }

    /// A writing call, sent as JSON.
    static func write(
        _ method: String, target: String?, limitedChannel: String? = nil, isRepeatable: Bool, _ body: some Encodable
    ) throws(SlackError) -> SlackMethodCall {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let bytes = try? encoder.encode(body) else {
            throw .payload(SlackFailure(method: method, code: "not_encodable", target: target))
        }
        return SlackMethodCall(
            method: method, target: target, limitedChannel: limitedChannel,
            contentType: "application/json; charset=utf-8", body: bytes, isRepeatable: isRepeatable)
    }

    /// The error for a call without an answer.
    func error(for error: SlackTransportError) -> SlackError {
        switch error {
        case .nothingSent(let reason):
            .notDelivered(SlackFailure(method: method, code: "not_connected", target: target, detail: reason))
        case .answerLost(let reason):
            .ambiguous(SlackFailure(method: method, code: "connection_lost", target: target, detail: reason))
        }
    }

    /// Whether the client itself retries: a call that certainly wasn't carried out, for a temporary reason, or a
    /// repeatable call that may have been. So a message is never posted again blindly.
    func mayRepeat(after error: SlackError) -> Bool {
        switch error {
        case .notDelivered(let failure): Self.temporary.contains(failure.code)
        case .ambiguous: isRepeatable
        default: false
        }
    }

    private static let temporary: Set<String> = ["ratelimited", "rate_limited", "not_connected"]
}

/// `application/x-www-form-urlencoded`, space as `+`.
enum FormEncoding {
    static func encoded(_ value: String) -> String {
        var out = ""
        for byte in value.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2A, 0x2D, 0x2E, 0x5F:
                out.unicodeScalars.append(Unicode.Scalar(byte))
            case 0x20: out += "+"
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                out += hex.count == 1 ? "%0\(hex)" : "%\(hex)"
            }
        }
        return out
    }
}
