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
        _ payload: String, id: MessageID, to recipient: Recipient, thread: Delivery?, stamp: SummaryMarker?
    ) async throws -> SendOutcome

    /// Replaces the text of a message of ours; what it carries unseen stays.
    func update(_ delivery: Delivery, payload: String) async throws -> SendOutcome

    /// The id of the channel that `Recipient.security` stands for today.
    var securityChannel: String { get }

    /// Reads the markers in a channel, newest first, as far as one call may go.
    ///
    /// Throws `MessengerError.cannotLookUp` when the channel can't be read.
    func markers(in search: MarkerSearch) async throws -> MarkerPage

    /// Looks for a message of ours by its id; nil when it surely isn't there. Throws when that can't be said.
    ///
    /// - Parameter meant: when it was to be sent, on the policy clock: only `SendWindow` around it is read.
    func find(_ id: MessageID, at recipient: Recipient, thread: Delivery?, meant: Date) async throws -> Delivery?
}

extension Messenger {
    package func send(
        _ payload: String, id: MessageID, to recipient: Recipient, thread: Delivery?
    ) async throws -> SendOutcome {
        try await send(payload, id: id, to: recipient, thread: thread, stamp: nil)
    }
}
