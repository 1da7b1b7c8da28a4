import FoundationEssentials
import KeyPolicy
import KeyWatch
import Messages
import Slack
import Testing

/// The payload, byte for byte, as the ledger keeps it and Slack gets it.
struct PayloadTests {
    @Test func `a payload is text and blocks, verbatim, with dates in the reader's zone`() throws {
        let action = try Sample.action(.announce(.rotated(successor: try Sample.id("AKIAI44QH8DHBEXAMPLE"))))
        let channel = try Sample.composer().compose(
            .announcement(.reactivated, [action], audience: .channel), now: Sample.now)
        #expect(
            channel.map(\.payload) == [
                #"{"blocks":[{"text":{"text":":warning: *Switched on again*: 1 access key that Relevo had "#
                    + #"deactivated. Nothing is deactivated again without new notices.\n"#
                    + #"• `AKIA…MPLE` of user `maria.gomez` in *payments-prod* (`111111111111`), 76 days old, "#
                    + #"last used <!date^1771380300^{date_short_pretty} {time}|2026-02-18 02:05 UTC>: s3 in us-east-1. "#
                    + #"Who answers: *María Gómez* (`U0MARIA`).","type":"mrkdwn","verbatim":true},"type":"section"}],"#
                    + #""text":":warning: *Switched on again*: 1 access key that Relevo had deactivated. "#
                    + #"Nothing is deactivated again without new notices."}"#
            ])
    }

    @Test func `the same word makes the same bytes`() throws {
        let word = Notification.notices([try Sample.action(), try Sample.action(user: "other")])
        let composer = try Sample.composer()
        #expect(composer.compose(word, now: Sample.now) == composer.compose(word, now: Sample.now))
    }

    @Test func `Slack's client takes a payload as it stands`() throws {
        let message = try #require(
            try Sample.composer().compose(.notices([try Sample.action()]), now: Sample.now).first)
        #expect(throws: Never.self) { try SerializedMessage(json: message.payload) }
    }
}
