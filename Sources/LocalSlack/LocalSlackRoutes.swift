package import Hummingbird

/// The three faces of the local Slack: the Web API, the controls, and the page.
package enum LocalSlackRoutes {
    package static func router(_ workspace: Workspace) -> Router<BasicRequestContext> {
        let router = Router()
        WebAPIRoutes(workspace: workspace).add(to: router)
        ControlRoutes(workspace: workspace).add(to: router)
        PageRoutes(workspace: workspace).add(to: router)
        return router
    }
}
