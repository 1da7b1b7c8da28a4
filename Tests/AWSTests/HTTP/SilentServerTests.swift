import AsyncHTTPClient
import FoundationEssentials
import Testing

@testable import AWS

/// A server that takes a call and says nothing, or never comes to an end, through the real HTTP client.
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
        ("no answer at all", .hang),
        ("a head and then nothing", .bytes("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<ListAccess")),
        ("a Content-Length the body never reaches", .bytes("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<a/>")),
        ("an answer that drips for ever", .drip("HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n")),
    ]

    @Test(.timeLimit(.minutes(20)), arguments: silences.map(\.name))
    func `for ever: five tries, and one sentence`(_ name: String) async throws {
        let step = try #require(Self.silences.first { $0.name == name }?.step)
        let (_, error, tries) = try await list([step])
        #expect(
            error?.description
                == "IAM ListAccessKeys (222222222222) failed: no whole answer came from 127.0.0.1 in time. "
                + "Check the network to there, and run again.")
        #expect(tries == 5)
    }

    @Test(.timeLimit(.minutes(20)), arguments: silences.map(\.name))
    func `twice: the third try is answered`(_ name: String) async throws {
        let step = try #require(Self.silences.first { $0.name == name }?.step)
        let body = String(decoding: try Fixture.bytes("iam.ListAccessKeys_2.xml"), as: UTF8.self)
        let (keys, _, tries) = try await list([step, step, Made.response(200, body)])
        #expect(keys == 1 && tries == 3)
    }
}
