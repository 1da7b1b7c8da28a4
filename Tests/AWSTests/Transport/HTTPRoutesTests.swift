import AsyncHTTPClient
import FoundationEssentials
import NIOHTTP1
import Testing

@testable import AWS

/// With local servers.
@Suite(.timeLimit(.minutes(20)))
struct HTTPRoutesTests {
    private let fine = ScriptedServer.Step.bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    private func get(_ url: String, _ environment: [String: String]) async throws -> WireResponse {
        try await HTTPRoutes.with(environment: environment) { routes in
            try await RoutingSender(routes).send(WireRequest(method: "GET", url: url, headers: [:], body: []))
        }
    }

    @Test func `remote hosts use the proxy, with its login`() async throws {
        try await ScriptedServer.run([.bytes("HTTP/1.1 200 Connected\r\n\r\n"), fine]) { proxy, url in
            let address = url.replacing("http://", with: "http://me:secret@")
            let response = try await get("http://iam.example.invalid/x", ["HTTP_PROXY": address])
            #expect(response.status == 200)
            let request = try #require(proxy.requests.first)
            #expect(request.hasPrefix("CONNECT iam.example.invalid:80 HTTP/1.1\r\n"))
            #expect(request.lowercased().contains("proxy-authorization: basic bwu6c2vjcmv0"))
            // Only the proxy receives the login.
            #expect(proxy.requests.last?.hasPrefix("GET /x HTTP/1.1\r\n") == true)
            #expect(proxy.requests.last?.lowercased().contains("authorization") == false)
        }
    }

    @Test func `TLS uses a tunnel, and a proxy that refuses it is an error`() async throws {
        let refusal = ScriptedServer.Step.bytes("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n")
        try await ScriptedServer.run([refusal]) { proxy, url in
            let error = await #expect(throws: WireFailure.self) {
                try await get("https://iam.example.invalid/", ["HTTPS_PROXY": url])
            }
            #expect(error == .connection(reason: "the proxy refused the connection", sent: false))
            #expect(proxy.requests.first?.hasPrefix("CONNECT iam.example.invalid:443 HTTP/1.1\r\n") == true)
        }
    }

    @Test func `local and excepted hosts use no proxy`() async throws {
        try await ScriptedServer.run([fine]) { server, url in
            try await ScriptedServer.run([fine]) { proxy, proxyURL in
                let response = try await get(url, ["HTTP_PROXY": proxyURL])
                #expect(response.status == 200)
                #expect(server.requests.count == 1 && proxy.requests.isEmpty)
            }
        }
    }

    @Test func `a server is trusted only with the bundle that contains its authority`() async throws {
        try await ScriptedServer.run([fine], tls: try LocalTLS.context()) { _, url in
            let response = try await get(url, ["AWS_CA_BUNDLE": LocalTLS.authorityPath])
            #expect(response.status == 200)
            let added = try await HTTPRoutes.with(
                environment: ["AWS_CA_BUNDLE": LocalTLS.authorityPath], bundle: .addsToSystem
            ) { routes in
                try await RoutingSender(routes).send(WireRequest(method: "GET", url: url, headers: [:], body: []))
            }
            #expect(added.status == 200)
            let error = await #expect(throws: WireFailure.self) { try await get(url, [:]) }
            #expect(
                error
                    == .connection(reason: "TLS failed; check the certificates and this machine's clock", sent: true))
        }
    }

    @Test func `an invalid bundle is refused before anything is sent`() async throws {
        let error = await #expect(throws: AWSError.self) {
            try await get("http://127.0.0.1:9/", ["AWS_CA_BUNDLE": "/no/such/file"])
        }
        #expect(
            error?.description
                == "AWS_CA_BUNDLE names /no/such/file, which cannot be read as PEM certificates.")
    }
}
