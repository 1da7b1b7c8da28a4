import FoundationEssentials
import KeyPolicy
import KeyWatch
import Slack
import Testing

@testable import Adapters

struct SlackMessengerTests {
    static let opened = FakeSlack.Answer.body(#"{"ok":true,"channel":{"id":"D0ANNA"}}"#)
    static let posted = FakeSlack.Answer.body(
        #"{"ok":true,"channel":"D0ANNA","ts":"1.000001","message":{"text":"hi"}}"#)
    static let payload = #"{"text":"hi","blocks":[]}"#

    var anna: SlackUserID { get throws { try #require(SlackUserID(rawValue: "U0ANNA")) } }
    var message: MessageID { get throws { try #require(MessageID(rawValue: "run-10000-1")) } }

    private func user(_ fields: String) -> FakeSlack.Answer {
        .body(#"{"ok":true,"user":{"id":"U0ANNA","name":"anna","team_id":"T1"\#(fields)}}"#)
    }

    private func reachability(_ user: FakeSlack.Answer, open: FakeSlack.Answer = opened) async throws -> Reachability {
        let slack = FakeSlack(["auth.test": FakeSlack.identity, "users.info": user, "conversations.open": open])
        let messenger = try slack.messenger()
        try await messenger.check()
        return await messenger.reachability(of: try anna)
    }

    private func isUnknown(_ reachability: Reachability) -> Bool {
        if case .unknown = reachability { true } else { false }
    }

    @Test func `people are there, gone, bots or of another team`() async throws {
        #expect(try await reachability(user("")) == .reachable)
        #expect(try await reachability(user(#","deleted":true"#)) == .unreachable(.personLeft))
        #expect(try await reachability(user(#","is_bot":true"#)) == .unreachable(.personIsBot))
        #expect(
            try await reachability(.body(#"{"ok":true,"user":{"id":"U0ANNA","name":"a","team_id":"T2"}}"#))
                == .unreachable(.personIsForeign))
        #expect(
            try await reachability(
                .body(
                    #"{"ok":true,"user":{"id":"U0ANNA","name":"a","team_id":"T2","enterprise_user":{"teams":["T2","T1"]}}}"#
                )) == .reachable)
        #expect(try await reachability(.error("user_not_found")) == .unreachable(.personUnknown))
        #expect(try await reachability(user(""), open: .error("cannot_dm_bot")) == .unreachable(.personIsBot))
    }

    @Test func `without an answer, reachability is unknown`() async throws {
        for answer in [FakeSlack.Answer.lost, .status(503), .status(429), .error("internal_error"), .body("<html>")] {
            #expect(isUnknown(try await reachability(answer)), "\(answer)")
            #expect(isUnknown(try await reachability(user(""), open: answer)), "\(answer)")
        }
    }

    @Test func `an unlisted error is neither a refusal nor no answer`() async throws {
        for answer in [
            try await reachability(.error("org_user_not_in_team")),
            try await reachability(user(""), open: .error("org_user_not_in_team")),
        ] {
            guard case .unlisted(let why) = answer else {
                Issue.record("\(answer)")
                continue
            }
            #expect(why.contains("org_user_not_in_team"))
        }
    }

    private func send(_ answer: FakeSlack.Answer, to recipient: Recipient = .security) async throws -> SendOutcome {
        try await FakeSlack(["chat.postMessage": answer, "conversations.open": Self.opened]).messenger()
            .send(Self.payload, id: try message, to: recipient, thread: nil)
    }

    @Test func `a message is delivered only when Slack says so`() async throws {
        let anna = Recipient.person(try anna)
        #expect(
            try await send(Self.posted, to: anna)
                == .delivered(Delivery(place: "D0ANNA", id: "1.000001", at: FakeSlack.now)))
        guard case .unreachable(.deliveryRefused, _) = try await send(.error("is_archived")) else {
            Issue.record("an archived channel is a definite refusal")
            return
        }
        guard case .unknown = try await send(.lost) else {
            Issue.record("a lost answer may hide a message")
            return
        }
        guard case .unknown = try await send(Self.posted, to: .security) else {
            Issue.record("another place than the one that was asked for")
            return
        }
        for answer in [FakeSlack.Answer.status(429), .error("ratelimited")] {
            guard case .notDelivered = try await send(answer) else {
                Issue.record("\(answer) means that nothing was sent")
                return
            }
        }
    }

    @Test(arguments: ["invalid_auth", "account_inactive", "token_revoked", "missing_scope"])
    func `our own token refused is thrown`(code: String) async throws {
        await #expect(throws: MessengerError.self) { try await send(.error(code)) }
        let messenger = try FakeSlack(["auth.test": .error(code)]).messenger()
        await #expect(throws: MessengerError.self) { try await messenger.check() }
    }

    @Test func `a Slack that does not answer at all is no refusal of our token`() async throws {
        try await FakeSlack(["auth.test": .status(503)]).messenger().check()
    }

    @Test func `a message carries its id`() async throws {
        let slack = FakeSlack(["chat.postMessage": Self.posted])
        _ = try await slack.messenger().send(Self.payload, id: try message, to: .security, thread: nil)
        #expect(slack.calls("chat.postMessage").first?.contains("run-10000-1") ?? false)
        #expect(slack.calls("chat.postMessage").first?.contains("C0SECURITY") ?? false)
    }

    func find(_ answer: FakeSlack.Answer) async throws -> Delivery? {
        try await FakeSlack(["auth.test": FakeSlack.identity, "conversations.history": answer]).messenger()
            .find(try message, at: .security, thread: nil, meant: FakeSlack.now)
    }

    func history(
        _ type: String, _ id: String, more: Bool = false, by author: String = #""bot_id":"B1""#
    ) -> FakeSlack.Answer {
        .body(
            #"{"ok":true,"has_more":\#(more),"messages":[{"ts":"5.000001","text":"hi",\#(author),"metadata":{"event_type":"\#(type)","event_payload":{"message_id":"\#(id)"}}}]}"#
        )
    }

    /// A person's message, another app's, and one without an author: anyone who may post may write metadata like ours.
    private static let forgers = [#""user":"U0EVE""#, #""bot_id":"B2","user":"U0BOT""#, #""username":"relevo""#]

    @Test(arguments: forgers)
    func `a message by anybody else is none of ours, whatever it says`(author: String) async throws {
        #expect(try await find(history("relevo_message", "run-10000-1", by: author)) == nil)
    }

    @Test func `while our identity is unknown, no message counts as ours`() async throws {
        let slack = FakeSlack([
            "auth.test": .status(503), "conversations.history": history("relevo_message", "run-10000-1"),
        ])
        await #expect(throws: MessengerError.self) {
            try await slack.messenger().find(try message, at: .security, thread: nil, meant: FakeSlack.now)
        }
    }

    @Test func `an earlier message is found by its id and nothing else`() async throws {
        #expect(try await find(history("relevo_message", "run-10000-1"))?.id == "5.000001")
        #expect(try await find(history("relevo_message", "run-10000-2")) == nil)
        #expect(try await find(history("another_app", "run-10000-1")) == nil)
    }

    @Test func `where nothing can be posted, nothing was posted`() async throws {
        #expect(try await find(.error("channel_not_found")) == nil)
    }

    @Test func `a lookup without an answer finds nothing`() async throws {
        for answer in [FakeSlack.Answer.lost, .status(503), .status(429)] {
            await #expect(throws: MessengerError.self) { try await find(answer) }
        }
    }

    @Test func `while our own team is unknown, nobody counts as reachable`() async throws {
        let slack = FakeSlack([
            "auth.test": .status(503), "users.info": user(""), "conversations.open": Self.opened,
        ])
        let messenger = try slack.messenger()
        try await messenger.check()
        let answer = await messenger.reachability(of: try anna)
        #expect(isUnknown(answer))
    }
}
