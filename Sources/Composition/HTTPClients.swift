import AWS
import AsyncHTTPClient

/// The HTTP clients of the process, with the proxies and certificates that the environment asks for.
package struct HTTPClients: Sendable {
    /// For AWS, and for the endpoints that hand out its credentials.
    let aws: HTTPRoutes
    private let others: HTTPRoutes

    /// Runs `body` with them, and closes them in any case.
    static func open<Value>(
        environment: [String: String], _ body: (HTTPClients) async throws -> Value
    ) async throws -> Value {
        // A file that can't be read is reported where credentials are looked up.
        let profiles = (try? AWSProfiles.load(environment: environment)) ?? .none
        return try await HTTPRoutes.with(environment: environment, profiles: profiles) { aws in
            try await HTTPRoutes.with(environment: environment, profiles: profiles, bundle: .addsToSystem) { others in
                try await body(HTTPClients(aws: aws, others: others))
            }
        }
    }

    /// For a URL outside of AWS.
    func client(for url: String) -> HTTPClient { others.client(for: url) }
}
