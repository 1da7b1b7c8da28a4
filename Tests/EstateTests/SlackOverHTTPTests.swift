import AsyncHTTPClient
import FoundationEssentials
import Hummingbird
import LocalSlack
import Logging
import Slack
import Testing

/// The client and the local Slack, over a real connection.
struct SlackOverHTTPTests {
    private static let token = "xoxb-estate"

    private static func run(_ body: @Sendable @escaping (SlackClient, Workspace) async throws -> Void) async throws {
        let seed = Seed(
            team: "Andina",
            users: [.init(id: "U1", name: "ana", realName: "Ana"), .init(id: "U3", name: "gone", deleted: true)],
            channels: [.init(id: "C1", name: "security")])
        let clock = ContinuousClock()
        let start = clock.now
        let workspace = Workspace(
            seed: seed, token: token, now: { Date() }, uptime: { start.duration(to: clock.now) })
        let logger = Logger(label: "local-slack") { _ in SwiftLogNoOpLogHandler() }
        let (ports, port) = AsyncStream<Int>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            let server = LocalSlackServer.application(workspace, port: 0, logger: logger) { port.yield($0) }
            group.addTask { try await server.run() }
            var listening = ports.makeAsyncIterator()
            let chosen = try #require(await listening.next())
            let client = try SlackClient(
                baseURL: "http://127.0.0.1:\(chosen)/api/", token: SlackToken(token),
                transport: HTTPSlackTransport(client: .shared, timeout: .seconds(2)), rateLimiter: SlackRateLimiter(),
                logger: logger)
            try await body(client, workspace)
            group.cancelAll()
        }
    }

    /// The error a call ends with.
    private static func error(_ body: () async throws -> PostedMessage) async throws -> SlackError {
        try #require(await #expect(throws: SlackError.self) { _ = try await body() })
    }

    private static let message = Message(text: "Hello", blocks: [.header("Hello"), .section("\("<!channel>")")])

    @Test func `what is posted is found again by its metadata`() async throws {
        try await Self.run { slack, _ in
            #expect(try await slack.identity().team == "Andina")
            #expect(try await slack.user("U1").realName == "Ana")
            let metadata = MessageMetadata(eventType: "notice", payload: ["id": "n1"])
            let posted = try await slack.post(Self.message, to: "U1", metadata: metadata)
            #expect(try await slack.openDirectMessage(with: "U1") == posted.channel)
            let reply = try await slack.post(Self.message, to: posted.channel, thread: posted.ts, metadata: metadata)
            let history = try await slack.history(of: posted.channel)
            #expect(history.messages.map(\.metadata) == [metadata])
            let thread = try await slack.replies(to: posted)
            #expect(thread.messages.map(\.ts) == [posted.ts, reply.ts])
            #expect(try await slack.update(Self.message, at: reply) == reply)
            #expect(try await slack.conversation("C1").isMember)
        }
    }

    @Test func `a dropped answer is ambiguous, and the message is there`() async throws {
        try await Self.run { slack, workspace in
            await workspace.add(Fault(method: "chat.postMessage", drop: true, after: true))
            let error = try await Self.error { try await slack.post(Self.message, to: "C1") }
            guard case .ambiguous = error else {
                Issue.record("\(error) is not ambiguous")
                return
            }
            #expect(try await slack.history(of: "C1").messages.count == 1)
        }
    }

    @Test func `a Retry-After is respected`() async throws {
        try await Self.run { slack, workspace in
            await workspace.add(Fault(method: "chat.postMessage", error: "ratelimited", retryAfter: 1))
            let start = ContinuousClock.now
            _ = try await slack.post(Self.message, to: "C1")
            #expect(ContinuousClock.now - start >= .seconds(1))
        }
    }

    @Test func `a deleted member is unreachable`() async throws {
        try await Self.run { slack, _ in
            let gone = try await slack.user("U3")
            #expect(gone.isDeleted)
            let error = try await Self.error { try await slack.post(Self.message, to: "U3") }
            guard case .recipientUnreachable(let failure) = error else {
                Issue.record("\(error) is not about the recipient")
                return
            }
            #expect(failure.code == "user_disabled")
        }
    }
}
