import FoundationEssentials
import Redaction

/// Turns an HTTP answer into the requested value or an error.
enum SlackAnswer {
    /// - Parameter secrets: removed from everything that an error quotes from the answer.
    static func read<Answer: Decodable>(
        _ response: SlackResponse, of call: SlackMethodCall, secrets: SecretsInUse
    ) throws(SlackError) -> Answer {
        let envelope = try? JSONDecoder().decode(Envelope.self, from: response.body)
        let failure = { (code: String, detail: String?) in
            SlackFailure(
                method: call.method, code: code, target: call.target, status: response.status,
                requestID: response.headers["x-slack-req-id"].map { shown($0, limit: 64, secrets) },
                detail: detail.map { shown($0, limit: 300, secrets) }, retryAfter: retryAfter(response))
        }
        if response.status == 429 {
            throw SlackError(failure("ratelimited", nil), saysNo: true)
        }
        if let envelope, !envelope.ok {
            let code = envelope.code(secrets)
            throw SlackError(
                failure(
                    code ?? (envelope.error == nil ? "no_error_code" : "unknown_error_code"), envelope.detail(secrets)),
                saysNo: code != nil)
        }
        guard response.status == 200 else {
            let detail = response.status < 500 ? "Slack doesn't answer like this; check the address and the proxy" : nil
            throw SlackError(failure("http_\(response.status)", detail), saysNo: false)
        }
        guard envelope != nil, let answer = try? JSONDecoder().decode(Answer.self, from: response.body) else {
            throw SlackError(failure("unreadable_answer", nil), saysNo: false)
        }
        return answer
    }

    /// Short, on one line and without secrets, because it ends up in logs, terminals and the ledger.
    static func shown(_ text: String, limit: Int, _ secrets: SecretsInUse) -> String {
        // Cut twice: an endless text is not searched whole, and `[redacted]` may be longer than a secret.
        ForeignText.plain(secrets.redacted(ForeignText.plain(text, limit: 4_000)), limit: limit)
    }

    private static func retryAfter(_ response: SlackResponse) -> Duration? {
        guard let seconds = response.headers["retry-after"].flatMap({ Int($0) }), seconds >= 0 else { return nil }
        return .seconds(min(seconds, 86_400))
    }

    /// The fields of every answer.
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

        /// Slack's codes are single words. Nil for anything else: it may be any text of a proxy, so it is only quoted
        /// as a detail.
        func code(_ secrets: SecretsInUse) -> String? {
            error.flatMap { isWord($0) && secrets.redacted($0) == $0 ? $0 : nil }
        }

        /// Everything that the answer says besides its code, unchanged.
        func detail(_ secrets: SecretsInUse) -> String? {
            var parts: [String] = []
            if let error, code(secrets) == nil { parts.append(error) }
            if let needed { parts.append("needs the scope \(needed)") }
            if let provided { parts.append("has \(provided)") }
            parts += errors ?? []
            parts += response_metadata?.messages ?? []
            return parts.isEmpty ? nil : parts.joined(separator: "; ")
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
