import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server on a free loopback port that responds to each request with the next bytes of its script.
///
/// It speaks bytes, not HTTP, so that it can behave like a broken server.
final class ScriptedServer: Sendable {
    enum Step: Sendable {
        /// Sends these bytes and keeps the connection.
        case bytes(String)
        /// Sends these bytes and closes the connection.
        case bytesThenClose(String)
        /// Never responds.
        case hang
        /// Sends these bytes, then one more byte every few milliseconds, endlessly.
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

/// One connection of a ``ScriptedServer``.
final class ScriptedServerHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let server: ScriptedServer
    private var received = ""

    init(_ server: ScriptedServer) { self.server = server }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += String(buffer: unwrapInboundIn(data))
        while let request = takeRequest() { answer(server.next(for: request), context) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func answer(_ step: ScriptedServer.Step, _ context: ChannelHandlerContext) {
        switch step {
        case .bytes(let text): write(text, context)
        case .bytesThenClose(let text):
            write(text, context)
            context.close(promise: nil)
        case .hang: break
        case .drip(let text):
            write(text, context)
            drip(context)
        }
    }

    private func write(_ text: String, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
    }

    private func drip(_ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        write("x", context)
        context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(10)) { self.drip(context) }
    }

    /// Removes the first complete request from the received bytes.
    private func takeRequest() -> String? {
        let bytes = Array(received.utf8)
        guard let head = received.firstRange(of: "\r\n\r\n") else { return nil }
        let headLength = received[..<head.upperBound].utf8.count
        let lines = received[..<head.lowerBound].split(separator: "\r\n")
        let length = lines.first { $0.lowercased().hasPrefix("content-length:") }?.split(separator: ":").last
        let total = headLength + (length.flatMap { Int($0.filter(\.isNumber)) } ?? 0)
        guard bytes.count >= total else { return nil }
        received = String(decoding: bytes[total...], as: UTF8.self)
        return String(decoding: bytes[..<total], as: UTF8.self)
    }
}
