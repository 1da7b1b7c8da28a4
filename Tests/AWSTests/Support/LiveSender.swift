import AsyncHTTPClient
import FoundationEssentials
import NIOSSL

@testable import AWS

/// The real HTTP client, for tests with a local server.
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

/// The certificate and key of a local TLS server, issued by `Fixtures/tls.authority.pem`. They exist only for these
/// tests.
enum LocalTLS {
    static func context() throws -> NIOSSLContext {
        let key = try NIOSSLPrivateKey(bytes: Array(Data(base64Encoded: encodedKey) ?? Data()), format: .der)
        let chain = try NIOSSLCertificate.fromPEMBytes(try Fixture.bytes("tls.localhost.pem"))
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
    }

    static var authorityPath: String { Fixture.path("tls.authority.pem") }

    private static let encodedKey =
        "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgCmVs5DlIFaNJpA7aWUtcLz8QjyBfEyLp+gAdyGwerS"
        + "WhRANCAAR5gX8Alg7UBGDy97YNaBqGhXefqBqJUopX5TZrHUEXxI7M1hvijJg1PRtTu4RnSzO/rtdzWgJt0sWLHAORZyyM"
}
