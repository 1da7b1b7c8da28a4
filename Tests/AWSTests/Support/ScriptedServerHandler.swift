import NIOCore

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

    /// A whole request off the front of what was received.
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
