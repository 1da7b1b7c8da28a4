import FoundationEssentials

extension Workspace {
    func upsert(_ user: Seed.User) { users[user.id] = user }

    func upsert(_ channel: Seed.Channel) { channels[channel.id] = channel }

    func setToken(revoked: Bool?, scopes: [String]?) {
        if let revoked { isTokenRevoked = revoked }
        if let scopes { self.scopes = Set(scopes) }
    }

    /// All messages, in the order they were posted.
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

extension Workspace {
    /// The contents of a workspace, to restore later or in another server with the same seed.
    package struct State: Sendable, Codable {
        var users: [String: Seed.User]
        var channels: [String: Seed.Channel]
        var directMessages: [String: String]
        var messages: [LocalMessage]
        var isTokenRevoked: Bool
        var scopes: Set<String>
        var counts: [String: [String: Int]]
        var clock: Date?
        /// Without it, messages of the same second would get ids that are taken.
        var counters: [Int: Int]
    }

    package var state: State {
        State(
            users: users, channels: channels, directMessages: directMessages, messages: messages,
            isTokenRevoked: isTokenRevoked, scopes: scopes, counts: counts, clock: clock, counters: counters)
    }

    /// Restores a state; forgets the faults, and the calls that count toward rate limits.
    package func restore(_ state: State) {
        users = state.users
        channels = state.channels
        directMessages = state.directMessages
        messages = state.messages
        isTokenRevoked = state.isTokenRevoked
        scopes = state.scopes
        counts = state.counts
        clock = state.clock
        counters = state.counters
        forgetCalls()
    }
}
