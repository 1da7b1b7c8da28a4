import FoundationEssentials
import Logging
import Slack

/// A client with a scripted Slack and manual time.
struct Fixture {
    static let secret = "xoxb-1111-very-secret"

    let transport: ScriptedTransport
    let time = ManualTime()
    let lines = CollectingLogHandler.Lines()
    let client: SlackClient

    init(_ steps: ScriptedTransport.Step..., retry: SlackRetry = SlackRetry()) throws {
        try self.init(steps, retry: retry)
    }

    init(_ steps: [ScriptedTransport.Step], retry: SlackRetry = SlackRetry()) throws {
        let transport = ScriptedTransport(steps)
        let lines = lines
        self.transport = transport
        client = try SlackClient(
            token: SlackToken(Self.secret), transport: transport,
            pace: SlackPace(time: time.time), retry: retry, time: time.time,
            logger: Logger(label: "test") { _ in CollectingLogHandler(lines: lines) })
    }

    /// The error a call ends with.
    static func error(_ body: () async throws -> some Any) async -> SlackError? {
        do {
            _ = try await body()
            return nil
        } catch {
            return error as? SlackError
        }
    }

    static let hello = Message(text: "Hello", blocks: [.section("Hello")])
    static let posted = #"{"ok":true,"channel":"D1","ts":"1.000001","message":{"text":"Hello"}}"#
}
