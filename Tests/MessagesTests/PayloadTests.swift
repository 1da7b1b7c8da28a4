import FoundationEssentials
import KeyPolicy
import KeyWatch
import Slack
import Testing

@testable import Messages

/// The payload, byte for byte, as the ledger keeps it and Slack gets it.
struct PayloadTests {
    @Test func `a payload is text and blocks, verbatim, with dates in the reader's zone`() throws {
        let action = try Sample.action(.announce(.rotated(successor: try Sample.id("AKIAI44QH8DHBEXAMPLE"))))
        let channel = try Sample.composer().compose(
            .announcement(.reactivated, [action], audience: .channel), now: Sample.now)
        #expect(
            channel.map(\.payload) == [
                #"{"blocks":[{"text":{"text":":warning: *Activated again*: 1 access key that Relevo had "#
                    + #"deactivated. Nothing is deactivated again without new notices.\n"#
                    + #"• `AKIA…MPLE` of user `maria.gomez` in *payments-prod* (`111111111111`), 76 days old, "#
                    + #"last used <!date^1771380300^{date_short} {time}|2026-02-18 02:05 UTC>: s3 in us-east-1. "#
                    + #"Recipient: *María Gómez* (`U0MARIA`).","type":"mrkdwn","verbatim":true},"type":"section"}],"#
                    + #""text":":warning: *Activated again*: 1 access key that Relevo had deactivated. "#
                    + #"Nothing is deactivated again without new notices."}"#
            ])
    }

    @Test func `the same notification makes the same bytes`() throws {
        let notification = Notification.notices([try Sample.action(), try Sample.action(user: "other")])
        let composer = try Sample.composer()
        #expect(composer.compose(notification, now: Sample.now) == composer.compose(notification, now: Sample.now))
    }

    @Test func `Slack's client takes a payload as it stands`() throws {
        let message = try #require(
            try Sample.composer().compose(.notices([try Sample.action()]), now: Sample.now).first)
        #expect(throws: Never.self) { try SerializedMessage(json: message.payload) }
    }
}

/// An encoded message that is sent a second time.
struct MarkedMessageTests {
    private static let line = ":repeat: This message may be a repeat: the answer to an earlier try was lost."

    private func marked(_ payload: String) throws -> String { try Sample.composer().marked(payload) }

    private func payload(_ blocks: Int, _ text: String = "hi") throws -> String {
        let message = Message(text: .text(text, limit: 4_000), blocks: Array(repeating: .section("a"), count: blocks))
        return try MessagePayload(message).json()
    }

    @Test func `the mark is above all else, and in the text of notifications`() throws {
        let marked = try self.marked(try payload(2))
        #expect(marked.contains(#""text":"\#(Self.line) hi""#))
        #expect(marked.hasPrefix(#"{"blocks":[{"elements":[{"text":"\#(Self.line)""#))
        #expect((try? SerializedMessage(json: marked)) != nil)
    }

    @Test func `a marked message stays within Slack's limits`() throws {
        let full = try marked(try payload(50))
        #expect(full.contains(#""text":"\#(Self.line) hi""#) && full.hasPrefix(#"{"blocks":[{"text""#))
        let long = try marked(try payload(1, String(repeating: "x", count: 3_990)))
        #expect(!long.contains(#""text":"\#(Self.line) x"#) && long.contains(Self.line))
    }

    @Test func `what can't be decoded is sent as it is`() throws { #expect(try marked("no message") == "no message") }
}
