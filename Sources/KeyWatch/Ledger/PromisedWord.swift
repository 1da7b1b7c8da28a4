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

    package init(message: MessageID, recipient: Recipient, about: KeyAddress?, payload: String, promisedAt: Date) {
        self.message = message
        self.recipient = recipient
        self.about = about
        self.payload = payload
        self.promisedAt = promisedAt
    }
}
