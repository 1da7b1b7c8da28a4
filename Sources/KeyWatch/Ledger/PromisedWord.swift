package import FoundationEssentials
package import KeyPolicy

/// A message in the outbox: written together with the intent it will tell of, sent once that has happened.
package struct PromisedWord: Hashable, Codable, Sendable {
    package let message: MessageID
    package let recipient: Recipient
    /// The deactivation it tells of; nil for other words.
    package let about: KeyAddress?
    /// The message exactly as it will be sent; opaque to all but the messenger.
    package let payload: String
    package let promisedAt: Date
    /// The parent of the thread it belongs into.
    package let thread: Delivery?
    /// What is true of keys once it has been told.
    package let makesTrue: [ToldFact]

    package init(
        message: MessageID, recipient: Recipient, about: KeyAddress?, payload: String, promisedAt: Date,
        thread: Delivery? = nil, makesTrue: [ToldFact] = []
    ) {
        self.message = message
        self.recipient = recipient
        self.about = about
        self.payload = payload
        self.promisedAt = promisedAt
        self.thread = thread
        self.makesTrue = makesTrue
    }
}
