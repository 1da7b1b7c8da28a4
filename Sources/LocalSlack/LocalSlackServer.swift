import FoundationEssentials
package import Hummingbird
package import Logging
import NIOCore

/// The local Slack as a server on this machine's loopback address.
package enum LocalSlackServer {
    /// - Parameters:
    ///   - port: 0 for any free one.
    ///   - whenListening: is told the port once requests are answered.
    package static func application(
        _ workspace: Workspace, port: Int, logger: Logger, whenListening: @escaping @Sendable (Int) async -> Void
    ) -> some ApplicationProtocol {
        Application(
            router: LocalSlackRoutes.router(workspace),
            configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: nil),
            onServerRunning: { channel in await whenListening(channel.localAddress?.port ?? port) },
            logger: logger)
    }
}
