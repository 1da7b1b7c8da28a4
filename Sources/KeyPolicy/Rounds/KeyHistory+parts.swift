package import FoundationEssentials

/// The values that a history is made of.
extension KeyHistory {
    /// A notice of the current round and what became of it.
    package struct Told: Hashable, Sendable {
        package var notice: Notice
        package var delivery: Delivery?
        package var channelCopy: Delivery?
        /// Settled as not delivered.
        package var failed = false
        /// Nobody can rule out that this try was seen: a later one says that it may be a repeat.
        package var mayHaveArrived = true

        var mayHaveBeenRead: Bool { delivery != nil || mayHaveArrived }

        /// Whether the security channel has its copy; one in a channel that is the security channel no longer is none.
        ///
        /// - Parameter channel: the security channel's id; nil where it isn't known.
        package func hasChannelCopy(in channel: String?) -> Bool {
            guard let channelCopy else { return false }
            return channel.map { $0 == channelCopy.channel } ?? true
        }

        /// Whether it went to that recipient; the security channel is another recipient when it has another id.
        package func wasTold(to recipient: Recipient, in channel: String?) -> Bool {
            guard notice.recipient == recipient else { return false }
            guard recipient == .security, let channel, let delivery else { return true }
            return delivery.channel == channel
        }
    }

    /// A definite answer that somebody can't be reached.
    package struct Refusal: Hashable, Sendable {
        package let reason: UnreachableReason
        package let at: Date
    }

    /// A key that Relevo deactivated and switched on again for a while.
    package struct Restore: Hashable, Sendable {
        package let until: Date
        /// Who was told until when.
        package internal(set) var told: Set<Recipient> = []
    }

    /// Somebody else answers for the key than the one who was told last, and that one doesn't know it yet.
    package struct OwnerChange: Hashable, Sendable {
        /// The recipient of the round that ended.
        package let from: Recipient
        /// The deadline that they were told.
        package let deadline: Date
        /// The round that ended.
        package let round: Int
    }

    /// Answers of Slack about one recipient that say no and not to what.
    package struct Unclear: Hashable, Sendable {
        package let since: Date
        package internal(set) var last: Date

        /// Seconds after which something unclear is settled one way or the other: nothing waits longer for an answer that
        /// doesn't come by itself.
        package static let patience: Double = 7 * Days.seconds
        /// Seconds after which such an answer says nothing about the next one any more.
        static let memory: Double = 30 * Days.seconds
    }

    /// A week of unclear answers is a refusal: word moves on to the stand-in, as after a definite one, and comes back as
    /// that does.
    mutating func noteUnclear(_ recipient: Recipient, at: Date) {
        var known = unclear[recipient] ?? Unclear(since: at, last: at)
        if at.timeIntervalSince(known.last) > Unclear.memory { known = Unclear(since: at, last: at) }
        known.last = at
        unclear[recipient] = known
        guard at.timeIntervalSince(known.since) >= Unclear.patience else { return }
        refused[recipient] = Refusal(reason: .conversationRefused, at: at)
    }
}
