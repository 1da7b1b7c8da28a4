import FoundationEssentials
import KeyWatch
import Redaction

@testable import Adapters
@testable import Slack

extension FuzzedParser {
    /// Slack's answers, as each thing that is asked of it, and the stamps in messages that are read back.
    ///
    /// The first byte picks the HTTP status; all else is the body.
    static let slackAnswer = FuzzedParser(
        name: "slack-answer",
        words: [
            "{\"ok\":true", "{\"ok\":false", "\"error\":\"", "channel_not_found", "invalid_blocks", "missing_scope",
            "ratelimited",
            "\"messages\":[", "\"metadata\":{", "\"event_type\":\"relevo_message\"", "\"event_payload\":{",
            "\"message_id\":\"",
            "\"run\":\"run-00000001\"", "\"ledger\":\"", "\"deadline\":\"2026-12-01T17:00:00Z\"",
            "\"response_metadata\":{",
            "\"next_cursor\":\"", "\"has_more\":true", "\"ts\":\"1700000000.000100\"", "\"thread_ts\"",
            "\"channel\":\"C0123\"",
            "\"id\":\"U0123\"", "\"name\":\"a\"", "\"deleted\":true", "\"is_bot\":true", "\"profile\":{\"real_name\":",
            "\"url\":",
            "\"team\":", "\"team_id\":", "\"user\":", "\"user_id\":", "\"text\":\"t\"", "\"blocks\":[]", "\\u000a",
            "\\u202e", "1e400",
            "\"needed\":\"chat:write\"", "\"enterprise_user\":{\"teams\":[", "secret", "\"errors\":[\"", "}", "]", ",",
            "\"",
        ]
    ) { bytes in
        let statuses = [200, 200, 200, 200, 400, 403, 404, 429, 500, 503, 302]
        let status = statuses[Int(bytes.first ?? 0) % statuses.count]
        let body = Data(bytes.dropFirst())
        let response = SlackResponse(status: status, headers: ["retry-after": "30"], body: body)
        _ = try answer(PostedMessage.self, response)
        _ = try answer(SlackIdentity.self, response)
        _ = try answer(SlackUser.self, response)
        _ = try answer(SlackConversation.self, response)
        for message in try answer(Page.self, response)?.messages.items ?? [] {
            guard let metadata = message.metadata else { continue }
            let again = try JSONDecoder().decode(MessageMetadata.self, from: JSONEncoder().encode(metadata))
            try FuzzFinding.unless(again == metadata, "metadata written and read again are other: \(metadata)")
            guard let (stamp, isReadable) = SummaryMarker.read(metadata) else { continue }
            let fields = MessageMetadata(eventType: metadata.eventType, payload: stamp.fields)
            try FuzzFinding.unless(
                !isReadable || SummaryMarker.read(fields)?.stamp == stamp, "a stamp changed: \(stamp.fields)")
        }
        // A payload as the ledger gives it back.
        _ = try? SerializedMessage(json: String(decoding: body, as: UTF8.self))
    }

    private struct Page: Decodable {
        let messages: ReadItems<StoredMessage>
    }

    private static func answer<Answer: Decodable>(_ type: Answer.Type, _ response: SlackResponse) throws -> Answer? {
        do throws(SlackError) {
            let call = SlackMethodCall.read("conversations.history", target: "C0123", [])
            return try SlackAnswer.read(response, of: call, secrets: SecretsInUse(["secret"]))
        } catch {
            try FuzzFinding.unlessPrintable(error.description)
            try FuzzFinding.unless(!error.description.contains("secret"), "a secret in \(error)")
            try FuzzFinding.unless(error.code.utf8.count <= 200, "a code of \(error.code.utf8.count) bytes")
            return nil
        }
    }
}
