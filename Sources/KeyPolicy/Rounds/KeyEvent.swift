package import FoundationEssentials

/// One fact about one key, kept in the ledger forever. A key's history is the fold of these.
package enum KeyEvent: Hashable, Codable, Sendable {
    /// Written with its message before that is sent.
    case noticeQueued(notice: Notice)
    /// The key's own part of the message was accepted by Slack.
    case noticeDelivered(message: MessageID, delivery: Delivery)
    /// The channel copy of that notice was accepted by Slack.
    case channelCopyDelivered(message: MessageID, delivery: Delivery)
    /// The attempt is settled as not delivered: Slack refused it (`mayHaveArrived` false), or its answer was lost and
    /// a look-up did not find it (true: the next attempt says that it may be a repeat).
    case noticeFailed(message: MessageID, reason: String, mayHaveArrived: Bool)
    /// A definite answer to the message itself: this recipient can't be reached about this key.
    case recipientRefused(recipient: Recipient, reason: UnreachableReason)
    /// Slack refused this recipient with an unlisted code; after a week that counts as a refusal.
    case recipientUnclear(recipient: Recipient)
    case roundEnded(reason: RoundEnd)
    /// Due, and waiting for its turn: the day's deactivations go to older promises.
    case heldByRate
    /// Due, and stopped by the alarm until somebody releases it.
    case heldByAlarm
    /// Written before the call to AWS; `promise` is its basis.
    case deactivationIntended(round: Int, promise: KeyPromise)
    case deactivated
    /// Reading the key again or AWS's answer prevented it; nothing was changed as far as is known.
    case deactivationFailed(reason: String)
    /// Written before the call that activates the key again for a while.
    case restoreIntended(until: Date, reason: String)
    case restored
    /// Nothing was changed as far as is known.
    case restoreFailed(reason: String)
    /// The message that the key is active until then was delivered.
    case restoreTold(until: Date, recipient: Recipient)
    /// The key was past its promised day on that civil day, and only what its owner can change kept it active.
    case overdueCounted(day: CivilDate)
    /// An announcement was delivered.
    case announced(told: Announcement.Told)
    case gone
}

/// A fact about a key that a decision found; a run records it before it acts.
package struct Observation: Hashable, Codable, Sendable {
    package let address: KeyAddress
    package let event: KeyEvent

    package init(address: KeyAddress, event: KeyEvent) {
        self.address = address
        self.event = event
    }
}
