import FoundationEssentials
import Logging
import Slack
import Synchronization

/// A client with a scripted Slack and a manual clock.
struct Fixture {
    static let secret = "xoxb-1111-very-secret"

    let transport: ScriptedTransport
    let clock = ManualClock()
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
            rateLimiter: SlackRateLimiter(clock: clock.slackClock), retry: retry, clock: clock.slackClock,
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

/// Answers with the given steps, in order, and keeps the requests; fails when no step is left.
final class ScriptedTransport: SlackTransport {
    enum Step: Sendable {
        case answer(status: Int = 200, headers: [String: String] = [:], _ body: String)
        case fail(SlackTransportError)
    }

    private let state: Mutex<(steps: [Step], requests: [SlackRequest])>

    init(_ steps: [Step]) {
        state = Mutex((steps, []))
    }

    var requests: [SlackRequest] { state.withLock { $0.requests } }

    var bodies: [String] { requests.map { String(decoding: $0.body, as: UTF8.self) } }

    func send(_ request: SlackRequest) async throws(SlackTransportError) -> SlackResponse {
        let step = state.withLock { state -> Step? in
            state.requests.append(request)
            return state.steps.isEmpty ? nil : state.steps.removeFirst()
        }
        switch step {
        case .answer(let status, let headers, let body):
            return SlackResponse(status: status, headers: headers, body: Data(body.utf8))
        case .fail(let error): throw error
        case nil: throw .nothingSent("the script has ended")
        }
    }
}

/// A clock that advances only when somebody waits, and then at once.
final class ManualClock: Sendable {
    private let state = Mutex<(now: Duration, waits: [Duration])>((.zero, []))

    var slackClock: SlackClock {
        SlackClock(
            uptime: { self.now },
            sleep: { wait in self.state.withLock { $0 = ($0.now + wait, $0.waits + [wait]) } })
    }

    var now: Duration { state.withLock { $0.now } }

    /// Every wait so far.
    var waits: [Duration] { state.withLock { $0.waits } }

    func pass(_ duration: Duration) {
        state.withLock { $0.now += duration }
    }
}

/// Keeps every line, at every level.
struct CollectingLogHandler: LogHandler {
    final class Lines: Sendable {
        private let lines = Mutex<[String]>([])

        var all: String { lines.withLock { $0.joined(separator: "\n") } }

        func add(_ line: String) {
            lines.withLock { $0.append(line) }
        }
    }

    let lines: Lines
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        lines.add("\(event.level) \(event.message) \(event.metadata ?? [:])")
    }
}
