import AWS
import AsyncHTTPClient
import Foundation
import LocalSlack
import Testing

extension Estate {
    /// A session that STS handed out, from AWS's own memory.
    struct Session: Sendable {
        let role: String
        let policy: String
        let keyID: String
        let secret: String
        let token: String

        /// A transport with this session.
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

    /// Ends every session in an account now, whatever its expiration.
    func expireSessions(in account: String) async throws {
        try await aws.post("/estate/expire-sessions", ["accountId": .string(account)])
    }

    /// How often an action was called, as the proxy saw it.
    func calls(_ action: String, in account: String) async throws -> Int {
        Int(try await proxy.get("/proxy/counts")["counts"]?[account]?[action]?.number ?? 0)
    }
}

extension Estate {
    /// Runs a Python script as an administrator of an account would: over the wire, with keys of its own.
    ///
    /// - Parameter script: finds the local AWS's address in `sys.argv[1]`, and the arguments after it.
    func administer(_ account: String, _ script: String, _ arguments: String...) async throws {
        let key = try await administrator(of: account)
        let ended = try await ChildProcess(
            Programs.python, ["-c", script, aws.url] + arguments,
            environment: Programs.environment.merging([
                "AWS_ACCESS_KEY_ID": key.id, "AWS_SECRET_ACCESS_KEY": key.secret, "AWS_DEFAULT_REGION": "us-east-1",
                "HOME": folder.path, "PYTHONDONTWRITEBYTECODE": "1",
            ]) { $1 }, in: folder, name: "admin"
        ).ended()
        expect(ended, endedWith: 0)
    }

    /// A user who may do everything in an account, and whom Relevo doesn't watch.
    func administrator(of account: String) async throws -> (id: String, secret: String) {
        let all = #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#
        let admin = try await aws.post(
            "/estate/users",
            [
                "accountId": .string(account), "userName": "admin", "path": "/break-glass/",
                "policies": ["all": .string(all)], "keys": [[:]], "tags": ["type": "machine"],
            ])
        let key = try #require(admin["keys"]?.list.last)
        return (key["accessKeyId"]?.string ?? "", key["secretAccessKey"]?.string ?? "")
    }
}

extension Estate {
    /// Every secret: the hub's key, everything STS issued so far, the Slack token. From AWS's own memory.
    func secrets() async throws -> [String] {
        let memory = try await aws.get("/moto-api/data.json")
        let handedOut = (memory["sts"]?["AssumedRole"]?.list ?? []).flatMap { role in
            [role["secret_access_key"], role["session_token"]].compactMap { $0?.string }
        }
        return [hubSecret, Self.token] + handedOut
    }
}

/// The secrets in a text, whole or as a part long enough to reveal them.
func leaked(_ secrets: [String], in text: String) -> [String] {
    secrets.filter { secret in
        text.contains(secret) || text.contains(secret.prefix(20)) || text.contains(secret.suffix(20))
    }
}
