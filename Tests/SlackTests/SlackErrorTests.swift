import Slack
import Testing

struct SlackErrorTests {
    enum Kind: Sendable {
        case token, recipient, missing, payload, notDelivered, ambiguous, unlisted
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let code: String
        let kind: Kind
        var testDescription: String { code }
    }

    private static let codes: [(kind: Kind, codes: [String])] = [
        // Our token or app: no message can be sent.
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
        // Not carried out; retry later.
        (
            .notDelivered,
            ["ratelimited", "rate_limited", "team_added_to_org", "message_limit_exceeded"]
        ),
        (.ambiguous, ["fatal_error", "internal_error", "service_unavailable", "request_timeout"]),
        // A refusal whose meaning is unknown.
        (.unlisted, ["a_code_of_next_year", "org_user_not_in_team"]),
    ]

    static let rows = codes.flatMap { group in group.codes.map { Row(code: $0, kind: group.kind) } }

    @Test(arguments: rows)
    func `a code says what follows`(_ row: Row) async throws {
        let fixture = try Fixture(
            .answer(#"{"ok":false,"error":"\#(row.code)"}"#), retry: SlackRetry(attempts: 1))
        let error = await Fixture.error { try await fixture.client.post(Fixture.hello, to: "U1") }
        #expect(Self.kind(error) == row.kind)
        #expect(error?.code == row.code)
        #expect(error?.description.contains(row.code) == true)
    }

    private static func kind(_ error: SlackError?) -> Kind? {
        switch error {
        case .tokenRefused: .token
        case .recipientUnreachable: .recipient
        case .messageMissing: .missing
        case .payload: .payload
        case .notDelivered: .notDelivered
        case .ambiguous: .ambiguous
        case .unlisted: .unlisted
        case .tooLarge, .unusable, nil: nil
        }
    }

    struct Answer: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let step: ScriptedTransport.Step
        let kind: Kind

        init(_ name: String, _ step: ScriptedTransport.Step, _ kind: Kind) {
            testDescription = name
            self.step = step
            self.kind = kind
        }
    }

    private static let refused = #"{"ok":false,"error":"is_archived"}"#

    /// The whole rule: unless it is Slack's own refusal, with a code on our list and a status below 500, it may have happened.
    static let answers = [
        Answer("a listed code", .answer(refused), .recipient),
        Answer("a listed code with another status", .answer(status: 403, refused), .recipient),
        Answer("429, from anyone", .answer(status: 429, "<html>"), .notDelivered),
        Answer("a listed code behind a 5xx", .answer(status: 503, refused), .ambiguous),
        Answer("503", .answer(status: 503, "<html>"), .ambiguous),
        Answer("500", .answer(status: 500, ""), .ambiguous),
        Answer("a proxy's 403", .answer(status: 403, "<html>"), .ambiguous),
        Answer("a redirect", .answer(status: 302, ""), .ambiguous),
        Answer("a page with 200", .answer("<html>"), .ambiguous),
        Answer("no error", .answer(#"{"ok":false}"#), .ambiguous),
        Answer("an error that is no code", .answer(#"{"ok":false,"error":"try later"}"#), .ambiguous),
        Answer("ok with another status", .answer(status: 202, Fixture.posted), .ambiguous),
        Answer("an answer lost", .fail(.answerLost("no answer came in time")), .ambiguous),
        Answer("nothing sent", .fail(.nothingSent("no connection")), .notDelivered),
    ]

    @Test(arguments: answers)
    func `only a definite no is certain`(_ row: Answer) async throws {
        let fixture = try Fixture(row.step, retry: SlackRetry(attempts: 1))
        let error = await Fixture.error { try await fixture.client.post(Fixture.hello, to: "C9") }
        #expect(Self.kind(error) == row.kind)
    }

    @Test func `a message that Slack reports elsewhere is not known to have arrived`() async throws {
        let fixture = try Fixture(.answer(#"{"ok":true,"channel":"C8","ts":"1.000001"}"#))
        let error = await Fixture.error { try await fixture.client.post(Fixture.hello, to: "C9") }
        let failure = try #require(error?.failure)
        #expect(error == .ambiguous(failure))
        #expect(failure.code == "other_channel")
    }

    @Test func `a text instead of a code is quoted on one line`() async throws {
        let fixture = try Fixture(
            .answer(
                headers: ["x-slack-req-id": "r\u{1}1"], #"{"ok":false,"error":"<b>busy</b>\n\u202egnirts"}"#),
            retry: SlackRetry(attempts: 1))
        let error = await Fixture.error { try await fixture.client.post(Fixture.hello, to: "C9") }
        #expect(
            error?.description == """
                Slack gave no clear answer to chat.postMessage for C9 (error unknown_error_code, HTTP 200, request r1: \
                <b>busy</b> gnirts). It may have been delivered; check before sending it again.
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
                Slack refused the app's token in a call of chat.postMessage for C9 (error missing_scope, HTTP 200, \
                request r1: needs the \
                scope chat:write; has users:read). Check the app's token and scopes, then run again.
                """)
    }
}
