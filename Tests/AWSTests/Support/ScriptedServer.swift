import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server on a free loopback port that answers each request with the next bytes of its script.
///
/// It speaks bytes, not HTTP, so that it can be as wrong as a broken server.
final class ScriptedServer: Sendable {
    enum Step: Sendable {
        /// Sends these bytes and keeps the connection.
        case bytes(String)
        /// Sends these bytes and closes the connection.
        case bytesThenClose(String)
        /// Never answers.
        case hang
        /// Sends these bytes, then one more byte every few milliseconds for ever.
        case drip(String)
    }

    private let state: Mutex<(steps: [Step], requests: [String])>
    private let channel: Mutex<(any Channel)?>

    private init(_ steps: [Step]) {
        state = Mutex((steps, []))
        channel = Mutex(nil)
    }

    /// Runs `body` while the server is up; the argument of `body` is its URL.
    static func run<Result>(
        _ steps: [Step], tls: NIOSSLContext? = nil, _ body: (ScriptedServer, _ url: String) async throws -> Result
    ) async throws -> Result {
        let server = ScriptedServer(steps)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 64)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    if let tls { try child.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try child.pipeline.syncOperations.addHandler(ScriptedServerHandler(server))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(
                try await body(
                    server, "\(tls == nil ? "http" : "https")://127.0.0.1:\(channel.localAddress?.port ?? 0)"))
        } catch {
            result = .failure(error)
        }
        try await channel.close()
        return try result.get()
    }

    /// The requests received, heads and bodies.
    var requests: [String] { state.withLock { $0.requests } }

    func next(for request: String) -> Step {
        state.withLock { state in
            state.requests.append(request)
            return state.steps.count > 1 ? state.steps.removeFirst() : state.steps[0]
        }
    }
}
