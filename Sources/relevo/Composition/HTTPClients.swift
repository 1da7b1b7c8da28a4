import AWS
import AsyncHTTPClient

/// The ways out of this process, with the proxies and certificates that the environment asks for.
struct HTTPClients {
    /// To AWS, and to what hands out its credentials.
    let aws: HTTPRoutes
    private let others: HTTPRoutes

    /// Runs `body` with them, and closes them whatever happens.
    static func open<Value>(
        environment: [String: String], _ body: (HTTPClients) async throws -> Value
    ) async throws -> Value {
        // A file that can't be read is said where credentials are looked for.
        let profiles = (try? AWSProfiles.load(environment: environment)) ?? .none
        return try await HTTPRoutes.with(environment: environment, profiles: profiles) { aws in
            try await HTTPRoutes.with(environment: environment, profiles: profiles, bundle: .addsToSystem) { others in
                try await body(HTTPClients(aws: aws, others: others))
            }
        }
    }

    /// To a place that isn't AWS's.
    func client(for url: String) -> HTTPClient { others.client(for: url) }
}
