import AsyncHTTPClient
import FoundationEssentials
import NIOHTTP1
import Testing

@testable import AWS

/// Broken servers and networks, over a real connection.
@Suite(.timeLimit(.minutes(20)))
struct AsyncHTTPSenderTests {
    private func send(
        _ steps: [ScriptedServer.Step], readTimeout: Duration = .seconds(20), attemptTimeout: Duration = .seconds(30),
        limit: Int = 1_000
    ) async throws -> WireResponse {
        try await ScriptedServer.run(steps) { _, url in
            try await withSender(readTimeout, attemptTimeout, limit) { sender in
                try await sender.send(
                    WireRequest(method: "POST", url: url + "/", headers: [:], body: Array("a=1".utf8)))
            }
        }
    }

    private func withSender<Result>(
        _ readTimeout: Duration = .seconds(20), _ attemptTimeout: Duration = .seconds(30), _ limit: Int = 1_000,
        _ body: (AsyncHTTPSender) async throws -> Result
    ) async throws -> Result {
        let client = HTTPClient(
            configuration: AsyncHTTPSender.clientConfiguration(connectTimeout: .seconds(5), readTimeout: readTimeout))
        let sender = AsyncHTTPSender(client: client, attemptTimeout: attemptTimeout, maximumBodySize: limit)
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body(sender)) } catch { result = .failure(error) }
        try await client.shutdown()
        return try result.get()
    }

    @Test func `returns status, headers and body`() async throws {
        let response = try await send([.bytes("HTTP/1.1 400 Bad\r\nX-A: b\r\nContent-Length: 5\r\n\r\nhello")])
        #expect(response.status == 400)
        #expect(response.headers.first(name: "x-a") == "b")
        #expect(response.body == Array("hello".utf8))
    }

    @Test func `reads chunked bodies and bodies that end with the connection`() async throws {
        let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
        #expect(try await send([.bytes(chunked)]).body == Array("abcde".utf8))
        #expect(try await send([.bytesThenClose("HTTP/1.0 200 OK\r\n\r\nall")]).body == Array("all".utf8))
    }

    @Test func `redirects are not followed`() async throws {
        try await ScriptedServer.run([.bytes("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n")]) { other, otherURL in
            let redirect = "HTTP/1.1 307 Moved\r\nLocation: \(otherURL)/\r\nContent-Length: 0\r\n\r\n"
            let response = try await send([.bytes(redirect)])
            #expect(response.status == 307)
            #expect(other.requests.isEmpty)
        }
    }

    static let broken: [(name: String, step: ScriptedServer.Step)] = [
        ("cut short", .bytesThenClose("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n<a>half")),
        ("cut short in a chunk", .bytesThenClose("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n50\r\nabc")),
        (
            "cut short before the last chunk",
            .bytesThenClose("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
        ),
        ("cut short in the head", .bytesThenClose("HTTP/1.1 200 OK\r\nContent-Le")),
        ("closed without a word", .bytesThenClose("")),
        ("not HTTP", .bytesThenClose("SSH-2.0-OpenSSH_9.2\r\n\r\n")),
        ("impossible length", .bytesThenClose("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")),
    ]

    @Test(arguments: broken.map(\.name))
    func `a truncated response is a failed connection, never a short body`(_ name: String) async throws {
        let step = try #require(Self.broken.first { $0.name == name }?.step)
        let error = await #expect(throws: WireFailure.self) { try await send([step]) }
        guard case .connection(_, sent: true) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `a body longer than its Content-Length doesn't reach the next request`() async throws {
        let long = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"
        let fine = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine"
        try await ScriptedServer.run([.bytes(long), .bytes(fine)]) { _, url in
            try await withSender { sender in
                let request = WireRequest(method: "POST", url: url + "/", headers: [:], body: [])
                let first = try await sender.send(request)
                #expect(first.body == Array("abc".utf8))
                let second = try? await sender.send(request)
                #expect(second?.body != Array("evil".utf8))
            }
        }
    }

    @Test func `a server that hangs times out`() async throws {
        await #expect(throws: WireFailure.timedOut(sent: true)) {
            try await send([.hang], readTimeout: .milliseconds(100))
        }
    }

    @Test func `a server that drips times out`() async throws {
        let drip = ScriptedServer.Step.drip("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n")
        await #expect(throws: WireFailure.timedOut(sent: true)) {
            try await send([drip], attemptTimeout: .milliseconds(200))
        }
    }

    @Test func `a body beyond the limit is refused, with or without a Content-Length`() async throws {
        let body = String(repeating: "x", count: 1_001)
        await #expect(throws: WireFailure.tooLarge(limit: 1_000)) {
            try await send([.bytes("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n\(body)")])
        }
        await #expect(throws: WireFailure.tooLarge(limit: 1_000)) {
            try await send([.bytesThenClose("HTTP/1.0 200 OK\r\n\r\n\(body)")])
        }
    }

    @Test func `a refused connection counts as not sent`() async throws {
        // Not a port that was free a moment ago: another test's server may have it by now.
        let url = "http://127.0.0.1:1/"
        let error = await #expect(throws: WireFailure.self) {
            try await withSender { try await $0.send(WireRequest(method: "POST", url: url, headers: [:], body: [])) }
        }
        #expect(error == .connection(reason: "the connection could not be established", sent: false))
    }

    @Test func `a cancelled call is cancelled, not failed`() async throws {
        try await ScriptedServer.run([.hang]) { server, url in
            try await withSender { sender in
                let task = Task {
                    try await sender.send(WireRequest(method: "POST", url: url, headers: [:], body: []))
                }
                while server.requests.isEmpty { await Task.yield() }
                task.cancel()
                await #expect(throws: CancellationError.self) { try await task.value }
            }
        }
    }
}

/// A server that never responds, or never finishes, with the real HTTP client.
struct SilentServerTests {
    private let clock = ManualClock()

    private func list(_ steps: [ScriptedServer.Step]) async throws -> (keys: Int?, error: AWSError?, tries: Int) {
        try await ScriptedServer.run(steps) { server, url in
            let configuration = AsyncHTTPSender.clientConfiguration(readTimeout: .milliseconds(300))
            return try await HTTPClient.withHTTPClient(configuration: configuration) { client in
                let sender = AsyncHTTPSender(client: client, attemptTimeout: .milliseconds(900))
                let settings = try Made.settings(clock, environment: ["AWS_ENDPOINT_URL": url])
                let iam = IAMClient(
                    AWSTransport(
                        sender: sender, settings: settings, credentials: StaticCredentials(try Made.credentials()),
                        scope: "222222222222"))
                do {
                    return (try await iam.listAccessKeys(userName: "alice").items.count, nil, server.requests.count)
                } catch let error as AWSError {
                    return (nil, error, server.requests.count)
                }
            }
        }
    }

    static let silences: [(name: String, step: ScriptedServer.Step)] = [
        ("no response at all", .hang),
        ("a head and then nothing", .bytes("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<ListAccess")),
        ("a Content-Length the body never reaches", .bytes("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<a/>")),
        ("an response that drips for ever", .drip("HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n")),
    ]

    @Test(.timeLimit(.minutes(20)), arguments: silences.map(\.name))
    func `a server that never responds: five attempts, and one sentence`(_ name: String) async throws {
        let step = try #require(Self.silences.first { $0.name == name }?.step)
        let (_, error, tries) = try await list([step])
        #expect(
            error?.description
                == "IAM ListAccessKeys (222222222222) failed: 127.0.0.1 sent no complete response in time. "
                + "Check the network to that host and run again.")
        #expect(tries == 5)
    }

    @Test(.timeLimit(.minutes(20)), arguments: silences.map(\.name))
    func `a server that fails twice: the third attempt succeeds`(_ name: String) async throws {
        let step = try #require(Self.silences.first { $0.name == name }?.step)
        let body = String(decoding: try Fixture.bytes("iam.ListAccessKeys_2.xml"), as: UTF8.self)
        let (keys, _, tries) = try await list([step, step, Made.response(200, body)])
        #expect(keys == 1 && tries == 3)
    }
}
