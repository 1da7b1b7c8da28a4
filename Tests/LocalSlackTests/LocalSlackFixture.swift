import FoundationEssentials
import Hummingbird
import HummingbirdTesting
import LocalSlack
import NIOCore
import Synchronization
import Testing

/// A workspace with one of each kind, whose clocks advance only when told to.
struct LocalSlackFixture {
    static let token = "xoxb-local"
    static let start = Date(timeIntervalSince1970: 1_795_000_000)

    static let seed = Seed(
        team: "Andina", teamId: "T1", app: "Relevo",
        users: [
            .init(id: "U1", name: "ana", realName: "Ana Quispe", tz: "America/Lima"),
            .init(id: "W2", name: "luis", realName: "<b>Luis</b>"),
            .init(id: "U3", name: "gone", realName: "Gone", deleted: true),
            .init(id: "U4", name: "robot", isBot: true),
            .init(id: "U5", name: "closed", messagesTabDisabled: true),
            .init(id: "U6", name: "guest", teamId: "T9"),
        ],
        channels: [
            .init(id: "C1", name: "security"), .init(id: "C2", name: "old", archived: true),
            .init(id: "C3", name: "elsewhere", member: false), .init(id: "G4", name: "closed", isPrivate: true),
            .init(id: "G5", name: "unseen", isPrivate: true, member: false),
        ])

    let client: any TestClientProtocol
    /// Moves the clock for rate limits.
    let pass: @Sendable (Duration) -> Void

    static func run(_ body: @Sendable @escaping (LocalSlackFixture) async throws -> Void) async throws {
        let uptime = Uptime()
        let workspace = Workspace(
            seed: seed, token: token, now: { start }, uptime: { uptime.value.withLock { $0 } })
        let app = Application(router: LocalSlackRoutes.router(workspace))
        try await app.test(.router) { client in
            try await body(
                LocalSlackFixture(client: client, pass: { step in uptime.value.withLock { $0 += step } }))
        }
    }

    private final class Uptime: Sendable {
        let value = Mutex(Duration.zero)
    }

    // MARK: Calls

    func raw(
        _ path: String, method: HTTPRequest.Method = .post, type: String = "application/json", token: String? = token,
        _ body: String
    ) async throws -> TestResponse {
        var headers: HTTPFields = [.contentType: type]
        if let token { headers[.authorization] = "Bearer \(token)" }
        return try await client.execute(uri: path, method: method, headers: headers, body: ByteBuffer(string: body))
    }

    @discardableResult
    func call(_ method: String, token: String? = token, _ arguments: JSONValue) async throws -> JSONValue {
        let response = try await raw("/api/\(method)", token: token, try Self.text(arguments))
        #expect(response.status == .ok)
        return try Self.json(response)
    }

    /// The error code of a call, or `ok`.
    func code(_ method: String, token: String? = token, _ arguments: JSONValue) async throws -> String? {
        let answer = try await call(method, token: token, arguments)
        return answer["ok"]?.bool == true ? "ok" : answer["error"]?.string
    }

    func post(_ text: String, to channel: String = "C1", thread: String? = nil) async throws -> String {
        var arguments: [String: JSONValue] = ["channel": .string(channel), "text": .string(text)]
        arguments["thread_ts"] = thread.map { .string($0) }
        let answer = try await call("chat.postMessage", .object(arguments))
        pass(.seconds(1))
        return try #require(answer["ts"]?.string, "\(answer)")
    }

    func control(_ path: String, _ body: JSONValue) async throws {
        let response = try await raw("/control/\(path)", try Self.text(body))
        #expect(response.status == .ok, "\(String(buffer: response.body))")
    }

    func get(_ path: String) async throws -> TestResponse {
        try await client.execute(uri: path, method: .get)
    }

    static func json(_ response: TestResponse) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: Data(response.body.readableBytesView))
    }

    static func text(_ value: JSONValue) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }

    static func section(_ text: String) -> JSONValue {
        ["type": "section", "text": ["type": "mrkdwn", "text": .string(text)]]
    }
}
