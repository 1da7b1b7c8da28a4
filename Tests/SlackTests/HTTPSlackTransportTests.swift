import AsyncHTTPClient
import FoundationEssentials
import Glibc
import Logging
import Slack
import Testing

/// Whether a request may have arrived, which scripted answers can't show.
struct HTTPSlackTransportTests {
    /// A port of this machine that accepts connections and never answers, or sends an answer byte by byte; if closed, it
    /// refuses connections.
    private func port(isOpen: Bool, drips: Bool = false) throws -> (port: UInt16, close: () -> Void) {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        try #require(socket >= 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        try #require(bound)
        if isOpen { try #require(listen(socket, 4) == 0) }
        if drips { Task.detached { try await Self.drip(to: accept(socket, nil, nil)) } }
        return (UInt16(bigEndian: address.sin_port), { _ = Glibc.close(socket) })
    }

    private static func drip(to connection: Int32) async throws {
        // An answer that comes before its request is not HTTP: the client would end the exchange at once.
        var request = [UInt8](repeating: 0, count: 4_096)
        _ = recv(connection, &request, request.count, 0)
        var next = "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n"
        while send(connection, next, next.utf8.count, Int32(MSG_NOSIGNAL)) > 0 {
            next = " "
            try await Task.sleep(for: .milliseconds(20))
        }
        _ = Glibc.close(connection)
    }

    private func error(at port: UInt16, timeout: Duration) async throws -> SlackError? {
        let transport = HTTPSlackTransport(client: HTTPClient.shared, timeout: timeout)
        let client = try SlackClient(
            baseURL: "http://127.0.0.1:\(port)/api/", token: SlackToken(Fixture.secret), transport: transport,
            rateLimiter: SlackRateLimiter(), retry: SlackRetry(attempts: 1), logger: Logger(label: "test"))
        return await Fixture.error { try await client.post(Fixture.hello, to: "U1") }
    }

    @Test func `a refused connection delivered nothing`() async throws {
        let (port, close) = try port(isOpen: false)
        defer { close() }
        let error = try await error(at: port, timeout: .milliseconds(500))
        let failure = try #require(error?.failure)
        #expect(error == .notDelivered(failure))
        #expect(failure.code == "not_connected")
        #expect(!"\(failure)".contains("secret"))
    }

    /// One byte of the body each 20 ms, forever.
    @Test(.timeLimit(.minutes(20))) func `an answer that drips ends with the exchange's time`() async throws {
        let (port, close) = try port(isOpen: true, drips: true)
        defer { close() }
        let error = try await error(at: port, timeout: .milliseconds(300))
        let failure = try #require(error?.failure)
        #expect(error == .ambiguous(failure))
        #expect(failure.detail == "no answer came in time")
    }

    @Test func `silence after the request was written is ambiguous`() async throws {
        let (port, close) = try port(isOpen: true)
        defer { close() }
        let error = try await error(at: port, timeout: .milliseconds(300))
        let failure = try #require(error?.failure)
        #expect(error == .ambiguous(failure))
        #expect(failure.code == "connection_lost")
    }
}
