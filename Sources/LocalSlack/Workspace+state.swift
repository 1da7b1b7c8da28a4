import FoundationEssentials

extension Workspace {
    /// Everything in a workspace that a test may want back later, or in another server with the same seed.
    package struct State: Sendable, Codable {
        var users: [String: Seed.User]
        var channels: [String: Seed.Channel]
        var directMessages: [String: String]
        var messages: [LocalMessage]
        var isTokenRevoked: Bool
        var scopes: Set<String>
        var counts: [String: [String: Int]]
        var clock: Date?
        /// Without it, messages of the same second would get names that are taken.
        var counters: [Int: Int]
    }

    package var state: State {
        State(
            users: users, channels: channels, directMessages: directMessages, messages: messages,
            isTokenRevoked: isTokenRevoked, scopes: scopes, counts: counts, clock: clock, counters: counters)
    }

    /// Goes back to a state; what was to go wrong, and what was counted towards rate limits, is forgotten.
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
