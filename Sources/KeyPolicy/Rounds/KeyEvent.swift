package import FoundationEssentials

/// One fact about one key, as the ledger keeps it for ever; a key's whole history is the fold of these.
package enum KeyEvent: Hashable, Codable, Sendable {
    case noticeClaimed(notice: Notice)
    /// The key's own part of the message was accepted by Slack.
    case noticeDelivered(message: MessageID, delivery: Delivery)
    /// The copy of that notice in the security channel was accepted.
    case channelCopyDelivered(message: MessageID, delivery: Delivery)
    /// The try is settled as not delivered: Slack refused it (`mayHaveArrived` false), or its answer was lost and a
    /// look-up did not find it (true: the next try says that it may be a repeat).
    case noticeFailed(message: MessageID, reason: String, mayHaveArrived: Bool)
    /// A definite answer to the message itself: this recipient can't be reached about this key.
    case recipientRefused(recipient: Recipient, reason: UnreachableReason)
    /// Slack said no about this recipient in a way that nobody knows the meaning of; after a week of that it counts as a
    /// refusal.
    case recipientUnclear(recipient: Recipient)
    case roundEnded(reason: RoundEnd)
    /// Due, and waiting for its turn: the day's deactivations were given to older promises.
    case heldByRate
    /// Due, and stopped by the alarm until somebody looks.
    case heldByAlarm
    /// Written before AWS is asked; `promise` is what it rests on.
    case deactivationIntended(round: Int, promise: KeyPromise)
    case deactivated
    /// Reading again or AWS's answer stood against it; nothing was changed as far as is known.
    case deactivationFailed(reason: String)
    /// Written before AWS is asked to switch the key on again for a while.
    case restoreIntended(until: Date, reason: String)
    case restored
    /// Nothing was changed as far as is known.
    case restoreFailed(reason: String)
    /// Word that the key is on until then was delivered.
    case restoreTold(until: Date, recipient: Recipient)
    /// The key was past its promised day on that civil day, and only what its owner can change kept it active.
    case overdueCounted(day: CivilDate)
    /// An announcement was delivered.
    case announced(told: Announcement.Told)
    case gone
}

/// A fact about a key that deciding brought to light; a run writes it into the ledger before it acts.
package struct Observation: Hashable, Sendable {
    package let address: KeyAddress
    package let event: KeyEvent

    package init(address: KeyAddress, event: KeyEvent) {
        self.address = address
        self.event = event
    }
}
