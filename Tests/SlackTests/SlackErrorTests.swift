import Slack
import Testing

struct SlackErrorTests {
    enum Kind: Sendable {
        case token, recipient, missing, payload, notDelivered, ambiguous
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let code: String
        let kind: Kind
        var testDescription: String { code }
    }

    private static let codes: [(kind: Kind, codes: [String])] = [
        // Our token or app: nobody can be told.
        (
            .token,
            [
                "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "missing_scope",
                "not_allowed_token_type", "org_login_required", "two_factor_setup_required", "ekm_access_denied",
                "app_access_restricted", "accesslimited",
            ]
        ),
        // The person or channel.
        (
            .recipient,
            [
                "channel_not_found", "not_in_channel", "is_archived", "restricted_action",
                "restricted_action_read_only_channel", "restricted_action_thread_only_channel", "user_disabled",
                "user_not_found", "user_not_visible", "messages_tab_disabled", "cannot_reply_to_message",
                "no_permission",
            ]
        ),
        (.missing, ["thread_not_found", "message_not_found"]),
        // A defect of ours.
        (
            .payload,
            [
                "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "no_text", "too_many_attachments",
                "metadata_too_large", "invalid_metadata_format", "invalid_metadata_schema",
            ]
        ),
        // Not done; later.
        (
            .notDelivered,
            [
                "ratelimited", "rate_limited", "service_unavailable", "request_timeout", "team_added_to_org",
                "message_limit_exceeded", "a_code_of_next_year",
            ]
        ),
        (.ambiguous, ["fatal_error", "internal_error"]),
    ]

    static let rows = codes.flatMap { group in group.codes.map { Row(code: $0, kind: group.kind) } }

    @Test(arguments: rows)
    func `a code says what follows`(_ row: Row) async throws {
        let fixture = try Fixture(
            .answer(#"{"ok":false,"error":"\#(row.code)"}"#), retry: SlackRetry(attempts: 1))
        let error = await Fixture.error { try await fixture.client.post(Fixture.hello, to: "U1") }
        let kind: Kind? =
            switch error {
            case .tokenRefused: .token
            case .recipientUnreachable: .recipient
            case .messageMissing: .missing
            case .payload: .payload
            case .notDelivered: .notDelivered
            case .ambiguous: .ambiguous
            case .tooLarge, .unusable, nil: nil
            }
        #expect(kind == row.kind)
        #expect(error?.code == row.code)
        #expect(error?.description.contains(row.code) == true)
    }

    @Test func `a message that is said to be elsewhere is not known to have arrived`() async throws {
        let fixture = try Fixture(.answer(#"{"ok":true,"channel":"C8","ts":"1.000001"}"#))
        let error = await Fixture.error { try await fixture.client.post(Fixture.hello, to: "C9") }
        guard case .ambiguous(let failure) = error else {
            Issue.record("\(error.map(String.init(describing:)) ?? "delivered")")
            return
        }
        #expect(failure.code == "other_channel")
    }

    @Test func `what is no code is said on one line, as what it is`() async throws {
        let fixture = try Fixture(
            .answer(
                headers: ["x-slack-req-id": "r\u{1}1"], #"{"ok":false,"error":"<b>busy</b>\n\u202egnirts"}"#),
            retry: SlackRetry(attempts: 1))
        let error = await Fixture.error { try await fixture.client.post(Fixture.hello, to: "C9") }
        #expect(
            error?.description == """
                Slack didn't carry out chat.postMessage for C9 (error unknown_error_code, HTTP 200, request r1: \
                <b>busy</b> gnirts). Nothing was delivered; try again later.
                """)
    }

    @Test func `the sentence names the call, the target and what is missing`() async throws {
        let fixture = try Fixture(
            .answer(
                headers: ["x-slack-req-id": "r1"],
                #"{"ok":false,"error":"missing_scope","needed":"chat:write","provided":"users:read"}"#))
        let error = await Fixture.error { try await fixture.client.post(Fixture.hello, to: "C9") }
        #expect(
            error?.description == """
                Slack refuses our token in chat.postMessage for C9 (error missing_scope, HTTP 200, request r1: needs the \
                scope chat:write; has users:read). Check the app's token and scopes, then run again.
                """)
    }
}
