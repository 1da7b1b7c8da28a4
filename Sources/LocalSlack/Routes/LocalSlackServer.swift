import FoundationEssentials
package import Hummingbird
package import Logging
import NIOCore

/// The local Slack as a server on this machine's loopback address.
package enum LocalSlackServer {
    /// - Parameters:
    ///   - port: 0 for any free one.
    ///   - whenListening: called with the port when requests are answered.
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

/// The routes of the local Slack: the Web API, the controls and the page.
package enum LocalSlackRoutes {
    package static func router(_ workspace: Workspace) -> Router<BasicRequestContext> {
        let router = Router()
        WebAPIRoutes(workspace: workspace).add(to: router)
        ControlRoutes(workspace: workspace).add(to: router)
        PageRoutes(workspace: workspace).add(to: router)
        return router
    }
}
