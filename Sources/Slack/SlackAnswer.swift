import FoundationEssentials

/// Turns an HTTP answer into what was asked for, or into the reason why not.
enum SlackAnswer {
    static func read<Answer: Decodable>(
        _ response: SlackResponse, of call: SlackMethodCall
    ) throws(SlackError) -> Answer {
        let envelope = try? JSONDecoder().decode(Envelope.self, from: response.body)
        let failure = { (code: String, detail: String?) in
            SlackFailure(
                method: call.method, code: code, target: call.target, status: response.status,
                requestID: response.headers["x-slack-req-id"].map { OutsideText.plain($0, limit: 64) }, detail: detail,
                retryAfter: retryAfter(response))
        }
        if response.status == 429 {
            throw .notDelivered(failure("ratelimited", nil))
        }
        if let envelope, !envelope.ok {
            throw SlackError(failure(envelope.code, envelope.detail))
        }
        switch response.status {
        case 200: break
        // Slack's edge turned it away; the others may come after the work was done.
        case 503: throw .notDelivered(failure("service_unavailable", nil))
        case 500...: throw .ambiguous(failure("http_\(response.status)", nil))
        default:
            throw .notDelivered(
                failure("http_\(response.status)", "this is not how Slack answers; check the address"))
        }
        guard envelope != nil, let answer = try? JSONDecoder().decode(Answer.self, from: response.body) else {
            throw .ambiguous(failure("unreadable_answer", nil))
        }
        return answer
    }

    private static func retryAfter(_ response: SlackResponse) -> Duration? {
        guard let seconds = response.headers["retry-after"].flatMap({ Int($0) }), seconds >= 0 else { return nil }
        return .seconds(min(seconds, 86_400))
    }

    /// What every answer has.
    private struct Envelope: Decodable {
        struct Metadata: Decodable {
            let messages: [String]?
        }

        let ok: Bool
        let error: String?
        let needed: String?
        let provided: String?
        let errors: [String]?
        let response_metadata: Metadata?

        /// Slack's codes are words; anything else is said as detail, as it may hold whatever a proxy wrote.
        var code: String {
            guard let error else { return "no_error_code" }
            return isWord(error) ? error : "unknown_error_code"
        }

        var detail: String? {
            var parts: [String] = []
            if let error, !isWord(error) { parts.append(error) }
            if let needed { parts.append("needs the scope \(needed)") }
            if let provided { parts.append("has \(provided)") }
            parts += errors ?? []
            parts += response_metadata?.messages ?? []
            // Bounded and on one line: it ends up in logs and terminals.
            return parts.isEmpty ? nil : OutsideText.plain(parts.joined(separator: "; "), limit: 300)
        }

        private func isWord(_ code: String) -> Bool {
            (1...100).contains(code.utf8.count)
                && code.utf8.allSatisfy {
                    (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0)
                        || "_-.".utf8.contains($0)
                }
        }
    }
}
