import AsyncHTTPClient

@testable import AWS

/// The real HTTP client, for tests against a server of their own.
enum LiveSender {
    static func run<Result>(_ body: (AsyncHTTPSender) async throws -> Result) async throws -> Result {
        try await HTTPClient.withHTTPClient(configuration: AsyncHTTPSender.clientConfiguration()) { client in
            try await body(AsyncHTTPSender(client: client))
        }
    }

    /// Runs `body` with a server that follows the script, its URL, and a sender that reaches it.
    static func run<Result>(
        _ steps: [ScriptedServer.Step], _ body: (ScriptedServer, String, AsyncHTTPSender) async throws -> Result
    ) async throws -> Result {
        try await ScriptedServer.run(steps) { server, url in try await run { try await body(server, url, $0) } }
    }
}
