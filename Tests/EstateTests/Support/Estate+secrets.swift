import LocalSlack

extension Estate {
    /// Every secret there is: the hub's key, what STS handed out so far, the Slack token. From AWS's own memory.
    func secrets() async throws -> [String] {
        let memory = try await aws.get("/moto-api/data.json")
        let handedOut = (memory["sts"]?["AssumedRole"]?.list ?? []).flatMap { role in
            [role["secret_access_key"], role["session_token"]].compactMap { $0?.string }
        }
        return [hubSecret, Self.token] + handedOut
    }
}

/// The secrets that stand in a text, whole or as a part long enough to give them away.
func leaked(_ secrets: [String], in text: String) -> [String] {
    secrets.filter { secret in
        text.contains(secret) || text.contains(secret.prefix(20)) || text.contains(secret.suffix(20))
    }
}
