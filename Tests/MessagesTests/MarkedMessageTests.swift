import FoundationEssentials
import Slack
import Testing

@testable import Messages

/// A message that was written down and is sent a second time.
struct MarkedMessageTests {
    private static let line = ":repeat: This message may be a repeat: the answer to an earlier try was lost."

    private func marked(_ payload: String) throws -> String { try Sample.composer().marked(payload) }

    private func payload(_ blocks: Int, _ text: String = "hi") throws -> String {
        let message = Message(text: .text(text, limit: 4_000), blocks: Array(repeating: .section("a"), count: blocks))
        return try MessagePayload(message).json()
    }

    @Test func `says so above all else, and in what notifications show`() throws {
        let marked = try self.marked(try payload(2))
        #expect(marked.contains(#""text":"\#(Self.line) hi""#))
        #expect(marked.hasPrefix(#"{"blocks":[{"elements":[{"text":"\#(Self.line)""#))
        #expect((try? SerializedMessage(json: marked)) != nil)
    }

    @Test func `stays within Slack's limits`() throws {
        let full = try marked(try payload(50))
        #expect(full.contains(#""text":"\#(Self.line) hi""#) && full.hasPrefix(#"{"blocks":[{"text""#))
        let long = try marked(try payload(1, String(repeating: "x", count: 3_990)))
        #expect(!long.contains(#""text":"\#(Self.line) x"#) && long.contains(Self.line))
    }

    @Test func `what can't be read is sent as it is`() throws { #expect(try marked("no message") == "no message") }
}
