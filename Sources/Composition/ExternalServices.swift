package import AWS
import AsyncHTTPClient
package import KeyPolicy
package import KeyWatch
import NIOCore
import NIOHTTP1

/// Everything outside of the process that a run calls.
package struct ExternalServices: Sendable {
    /// AWS with Relevo's own credentials.
    package let hub: AWSTransport
    package let directory: any AccountDirectory
    package let readers: any AccountReaders
    package let deactivator: any KeyDeactivator
    package let restorer: any KeyRestorer
    package let messenger: any Messenger
    package let heartbeat: Heartbeat?
    /// Accounts that are read with credentials that never deactivate a key.
    package let readOnly: Set<AccountID>
    /// Nil where Relevo runs under a role.
    package let ownUser: ARNPattern?
}

/// Relevo's own credentials, and AWS as they reach it.
package struct Hub: Sendable {
    package let transport: AWSTransport
    package let credentials: DefaultCredentialsChain
}

/// The HTTP clients of the process, with the proxies and certificates that the environment asks for.
package struct HTTPClients: Sendable {
    /// For AWS, and for the endpoints that provide its credentials.
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

/// Reports a successful run to your monitoring, which raises an alarm when Relevo stops running.
package struct Heartbeat: Sendable {
    /// May contain a secret in its path: never printed.
    let url: String
    let http: HTTPClient

    /// Posts the run's id and the ledger's root; returns a sentence when that failed.
    package func beat(_ report: RunReport) async -> String? {
        let root = report.summary.root ?? ""
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(ByteBuffer(string: "{\"run\":\"\(report.summary.run)\",\"root\":\"\(root)\"}"))
        do {
            let response = try await http.execute(request, timeout: .seconds(10))
            guard (200..<300).contains(response.status.code) else {
                return "The heartbeat address answered with HTTP \(response.status.code). Check `heartbeat-url`."
            }
            return nil
        } catch {
            return "The heartbeat address could not be reached. Check `heartbeat-url`."
        }
    }
}
