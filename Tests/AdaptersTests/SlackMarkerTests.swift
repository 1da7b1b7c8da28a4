import FoundationEssentials
import KeyPolicy
import KeyWatch
import Slack
import Testing

@testable import Adapters

/// What a summary carries for other ledgers, written to Slack and read back.
struct SlackMarkerTests {
    private static let posted = FakeSlack.Answer.body(
        #"{"ok":true,"channel":"C0SECURITY","ts":"1.000001","message":{"text":"hi"}}"#)
    private static let deadline = Date(timeIntervalSince1970: 1_772_366_400)

    private func message(
        _ ts: String, part: String = "1 of 1", promises: String = "111111111111=1772366400",
        by author: String = #""bot_id":"B1""#
    ) -> String {
        #"{"ts":"\#(ts)","text":"hi",\#(author),"metadata":{"event_type":"relevo_message","event_payload":{"message_id":"m","run":"run-10000","ledger":"abc","part":"\#(part)","promises":"\#(promises)"}}}"#
    }

    private func answer(_ messages: String..., more: Bool = false) -> FakeSlack.Answer {
        .body(#"{"ok":true,"has_more":\#(more),"messages":[\#(messages.joined(separator: ","))]}"#)
    }

    private func page(
        _ history: FakeSlack.Answer, replies: FakeSlack.Answer? = nil, earlier: Set<String> = []
    ) async throws -> MarkerPage {
        var answers = ["auth.test": FakeSlack.identity, "conversations.history": history]
        answers["conversations.replies"] = replies
        return try await FakeSlack(answers).messenger(earlierApps: earlier)
            .markers(in: MarkerSearch(channel: "C0SECURITY", from: .place("4.000001")))
    }

    private var account: AccountID { get throws { try #require(AccountID(rawValue: "111111111111")) } }

    @Test func `a marker is read with its promises, its time and its author`() async throws {
        let page = try await page(answer(message("1772000000.000001"), #"{"ts":"5.0","text":"hello","user":"U1"}"#))
        let marker = try #require(page.markers.first)
        #expect(page.markers.count == 1 && page.newest == "1772000000.000001" && page.readDownTo == nil)
        #expect(marker.stamp.run.rawValue == "run-10000" && marker.stamp.ledger == "abc")
        #expect(marker.stamp.promises == [try account: Self.deadline])
        #expect(marker.isOurs && marker.isWhole && marker.author == "B1")
        #expect(abs(marker.postedAt.timeIntervalSince1970 - 1_772_000_000) < 1)
    }

    /// A person's message, another app's, and one without an author: anyone who may post may write metadata like ours.
    @Test(arguments: [#""user":"U0EVE""#, #""bot_id":"B2","user":"U0BOT""#, #""username":"relevo""#])
    func `what others post is not ours`(author: String) async throws {
        #expect(try await page(answer(message("5.000001", by: author))).markers.map(\.isOurs) == [false])
    }

    @Test(arguments: [#""bot_id":"B2""#, #""bot_id":"B7","app_id":"A2""#])
    func `an app that is named as an earlier one is ours`(author: String) async throws {
        let page = try await page(answer(message("5.000001", by: author)), earlier: ["B2", "A2"])
        #expect(page.markers.map(\.isOurs) == [true])
    }

    @Test func `another app's odd message hides no marker, one of ours that can't be read is a doubt`() async throws {
        let odd = #"{"ts":"4.5","bot_id":"B2","metadata":{"entities":[]}},null"#
        #expect(try await page(answer(odd, message("5.000001"))).markers.count == 1)
        let spoilt = #"{"ts":"4.5","bot_id":"B1","metadata":{"event_payload":7}}"#
        await #expect(throws: MessengerError.self) { try await page(answer(spoilt, message("5.000001"))) }
    }

    @Test func `a marker is continued in its thread, and a missing part is noticed`() async throws {
        let first = message("5.000001", part: "1 of 2")
        let second = message("5.000002", part: "2 of 2", promises: "222222222222=1772366400")
        let whole = try await page(answer(first), replies: answer(first, second)).markers
        #expect(whole.map(\.isWhole) == [true] && whole[0].stamp.promises.count == 2)
        #expect(try await page(answer(first), replies: answer(first)).markers.map(\.isWhole) == [false])
        let foreign = message("5.000002", part: "2 of 2", by: #""bot_id":"B2""#)
        #expect(try await page(answer(first), replies: answer(first, foreign)).markers.map(\.isWhole) == [false])
    }

    @Test func `what can't be read is never taken for no promises`() async throws {
        let soon = try await page(answer(message("5.000001", promises: "111111111111=soon"))).markers
        #expect(soon.map(\.stamp.promises) == [[try account: .distantFuture]])
        for (part, promises) in [("1 of 1", "everywhere=1772366400"), ("one", "111111111111=1"), ("2 of 1", "")] {
            let read = try await page(answer(message("5.000001", part: part, promises: promises))).markers
            #expect(read.map(\.isWhole) == [false], "\(part) \(promises)")
        }
    }

    @Test func `a partly read channel reports how far it was read`() async throws {
        let page = try await page(answer(message("9.000001"), message("8.000001"), more: true))
        #expect(page.newest == "9.000001" && page.readDownTo == "8.000001")
    }

    @Test(arguments: [
        FakeSlack.Answer.status(503), .status(429), .lost, .error("missing_scope"), .error("not_in_channel"),
    ])
    func `a channel that can't be read gives no markers`(answer: FakeSlack.Answer) async throws {
        await #expect(throws: MessengerError.self) { try await page(answer) }
    }

    @Test func `a summary carries its marker, and no deadline is told earlier than it is`() async throws {
        let slack = FakeSlack(["chat.postMessage": Self.posted])
        let stamp = SummaryMarker(
            run: try #require(RunID(rawValue: "run-10000")), ledger: "abc",
            promises: [try account: Self.deadline.addingTimeInterval(-0.3)])
        _ = try await slack.messenger().send(
            #"{"text":"hi","blocks":[]}"#, id: try #require(MessageID(rawValue: "run-10000-1")), to: .security,
            thread: nil, stamp: stamp)
        let sent = slack.calls("chat.postMessage").first ?? ""
        #expect(sent.contains("111111111111=1772366400") && sent.contains("1 of 1") && sent.contains("abc"))
    }

    @Test func `metadata of the most accounts stays within Slack's 8 KB`() throws {
        let promises = Dictionary(
            try (0..<SummaryMarker.accountsPerPart).map {
                (try #require(AccountID(rawValue: "\(100_000_000_000 + $0)")), Self.deadline)
            }
        ) { $1 }
        let stamp = SummaryMarker(
            run: try #require(RunID(rawValue: String(repeating: "r", count: 40))),
            ledger: String(repeating: "a", count: 64), promises: promises, part: 999, parts: 1_000)
        #expect(stamp.fields.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count + 6 } < 6_000)
    }
}
