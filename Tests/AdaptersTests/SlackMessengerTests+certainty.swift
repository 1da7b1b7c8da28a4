import FoundationEssentials
import KeyPolicy
import KeyWatch
import Testing

@testable import Adapters

/// What is certain, where a message is looked up, and what another app's odd message does.
extension SlackMessengerTests {
    private func sending(
        _ answer: FakeSlack.Answer, found: FakeSlack.Answer, open: FakeSlack.Answer = opened
    ) async throws -> (outcome: SendOutcome, slack: FakeSlack) {
        let slack = FakeSlack([
            "auth.test": FakeSlack.identity, "chat.postMessage": answer, "conversations.history": found,
            "conversations.open": open,
        ])
        let outcome = try await slack.messenger()
            .send(Self.payload, id: try message, to: .person(try anna), thread: nil)
        return (outcome, slack)
    }

    @Test func `a 503 after the message was stored is found at once, and nothing is posted twice`() async throws {
        let sent = try await sending(.status(503), found: history("relevo_message", "run-10000-1"))
        #expect(sent.outcome == .delivered(Delivery(place: "D0ANNA", id: "5.000001", at: FakeSlack.now)))
        #expect(sent.slack.calls("chat.postMessage").count == 1)
    }

    @Test func `a 503 whose message isn't visible yet stays unknown`() async throws {
        for found in [history("relevo_message", "another"), .status(503), .error("missing_scope")] {
            let sent = try await sending(.status(503), found: found)
            guard case .unknown = sent.outcome else {
                Issue.record("\(sent.outcome)")
                continue
            }
            #expect(sent.slack.calls("chat.postMessage").count == 1)
        }
    }

    @Test func `a code that isn't listed may hide a message, unless already the conversation was refused`() async throws
    {
        guard
            case .unlisted(_, mayHaveArrived: true) = try await sending(
                .error("a_code_of_next_year"), found: history("relevo_message", "another")
            ).outcome
        else {
            Issue.record("posting")
            return
        }
        let refused = try await sending(Self.posted, found: .lost, open: .error("org_user_not_in_team"))
        guard case .unlisted(_, mayHaveArrived: false) = refused.outcome else {
            Issue.record("opening")
            return
        }
        #expect(refused.slack.calls("chat.postMessage").isEmpty)
    }

    @Test func `where the conversation could not be opened nothing was posted`() async throws {
        guard case .notDelivered = try await sending(Self.posted, found: .lost, open: .status(503)).outcome else {
            Issue.record("nothing was posted")
            return
        }
    }

    @Test func `a look-up reads only the hours in which the message can be`() async throws {
        let slack = FakeSlack([
            "auth.test": FakeSlack.identity, "conversations.history": history("relevo_message", "x"),
        ])
        _ = try await slack.messenger().find(try message, at: .security, thread: nil, meant: FakeSlack.now)
        let asked = try #require(slack.calls("conversations.history").first)
        #expect(asked.contains("oldest=1767265200.000000") && asked.contains("latest=1767279600.000000"))
    }

    private static let odd = #"{"ts":"4.0","bot_id":"B2","metadata":{"entities":[]}},null"#

    @Test func `another app's odd message hides nothing, one of ours that can't be read does`() async throws {
        let ours =
            #"{"ts":"5.000001","bot_id":"B1","metadata":{"event_type":"relevo_message","event_payload":{"message_id":"run-10000-1"}}}"#
        #expect(try await find(.body(#"{"ok":true,"messages":[\#(Self.odd),\#(ours)]}"#))?.id == "5.000001")
        #expect(try await find(.body(#"{"ok":true,"messages":[\#(Self.odd)]}"#)) == nil)
        let spoilt = #"{"ts":"5.0","bot_id":"B1","metadata":{"event_payload":7}}"#
        await #expect(throws: MessengerError.self) { try await find(.body(#"{"ok":true,"messages":[\#(spoilt)]}"#)) }
    }
}
