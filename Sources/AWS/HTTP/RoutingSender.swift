/// Sends each request by the route its address needs: straight, or through a proxy.
package struct RoutingSender: HTTPSender {
    private let routes: HTTPRoutes

    package init(_ routes: HTTPRoutes) { self.routes = routes }

    package func send(_ request: WireRequest) async throws -> WireAnswer {
        try await AsyncHTTPSender(client: routes.client(for: request.url)).send(request)
    }
}
