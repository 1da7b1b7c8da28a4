package import FoundationEssentials
package import KeyPolicy

/// Carries messages to people and channels, and says for certain only what is certain.
package protocol Messenger: Sendable {
    /// Whether our own token works; throws `MessengerError.refused` when it doesn't.
    func check() async throws

    /// Asks about a person before a first message.
    func reachability(of person: SlackUserID) async -> Reachability

    /// Sends one message. `thread` is the delivery of the parent in the same channel.
    ///
    /// Throws only `MessengerError.refused` (our own token): every other end is an outcome.
    func send(
        _ payload: String, id: MessageID, to recipient: Recipient, thread: Delivery?, stamp: RunStamp?
    ) async throws -> SendOutcome

    /// Replaces the text of a message of ours; what it carries unseen stays.
    func update(_ delivery: Delivery, payload: String) async throws -> SendOutcome

    /// The stamps of our summaries in the security channel that came after `summary`, or of all that can be had, newest
    /// first. Throws `MessengerError.cannotLookUp` when that can't be said.
    func stamps(after summary: Delivery?) async throws -> [RunStamp]

    /// Looks for a message of ours by its id; nil when it surely isn't there. Throws when that can't be said.
    func find(_ id: MessageID, at recipient: Recipient, thread: Delivery?, since: Date) async throws -> Delivery?
}

extension Messenger {
    package func send(
        _ payload: String, id: MessageID, to recipient: Recipient, thread: Delivery?
    ) async throws -> SendOutcome {
        try await send(payload, id: id, to: recipient, thread: thread, stamp: nil)
    }
}
