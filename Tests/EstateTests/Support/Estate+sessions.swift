import AWS
import AsyncHTTPClient
import LocalSlack

extension Estate {
    /// A session that STS handed out, from AWS's own memory.
    struct Session: Sendable {
        let role: String
        let policy: String
        let keyID: String
        let secret: String
        let token: String

        /// AWS as whoever holds this session reaches it.
        func transport(_ estate: Estate) throws -> AWSTransport {
            let settings = AWSTransport.Settings(
                endpoints: try AWSEndpoints(environment: estate.environment, profiles: .none))
            return AWSTransport(
                sender: AsyncHTTPSender(client: .shared), settings: settings,
                credentials: StaticCredentials(
                    try AWSCredentials(accessKeyID: keyID, secretAccessKey: secret, sessionToken: token)),
                scope: role)
        }
    }

    /// Every session of a role, in the order they were handed out.
    func sessions(of role: String, in account: String) async throws -> [Session] {
        let memory = try await aws.get("/moto-api/data.json")
        return (memory["sts"]?["AssumedRole"]?.list ?? []).compactMap { session in
            guard session["role_arn"]?.string == "arn:aws:iam::\(account):role/\(role)" else { return nil }
            return Session(
                role: role, policy: session["policy"]?.string ?? "", keyID: session["access_key_id"]?.string ?? "",
                secret: session["secret_access_key"]?.string ?? "", token: session["session_token"]?.string ?? "")
        }
    }

    /// Ends every session there is in an account now, whatever it was told of its end.
    func expireSessions(in account: String) async throws {
        try await aws.post("/estate/expire-sessions", ["accountId": .string(account)])
    }

    /// How often an action was called, as the proxy saw it.
    func calls(_ action: String, in account: String) async throws -> Int {
        Int(try await proxy.get("/proxy/counts")["counts"]?[account]?[action]?.number ?? 0)
    }
}
