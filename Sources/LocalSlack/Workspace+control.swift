extension Workspace {
    func upsert(_ user: Seed.User) { users[user.id] = user }

    func upsert(_ channel: Seed.Channel) { channels[channel.id] = channel }

    func setToken(revoked: Bool?, scopes: [String]?) {
        if let revoked { isTokenRevoked = revoked }
        if let scopes { self.scopes = Set(scopes) }
    }

    /// Everything that was posted, in the order it was.
    package func everything(in channel: String? = nil) -> JSONValue {
        let people = Dictionary(directMessages.map { ($0.value, $0.key) }) { _, last in last }
        let shown = messages.filter { channel == nil || $0.channel == channel || people[$0.channel] == channel }
        return [
            "messages": .array(
                shown.map { message in
                    [
                        "channel": .string(message.channel), "ts": .string(message.ts),
                        "thread_ts": message.threadTS.map { .string($0) } ?? .null,
                        "user": people[message.channel].map { .string($0) } ?? .null,
                        "name": channels[message.channel].map { .string($0.name) } ?? .null,
                        "text": .string(message.text), "blocks": .array(message.blocks),
                        "metadata": message.metadata ?? .null,
                        "edited": message.edited.map { .string($0) } ?? .null,
                    ]
                })
        ]
    }

    /// Calls per method: how many, and how they ended.
    var callCounts: JSONValue {
        .object(
            counts.mapValues { outcomes in
                [
                    "calls": .number(Double(outcomes.values.reduce(0, +))),
                    "outcomes": .object(outcomes.mapValues { .number(Double($0)) }),
                ]
            })
    }
}
