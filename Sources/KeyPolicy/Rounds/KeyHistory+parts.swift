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
        /// This attempt may have been seen: a later one says that it may be a repeat.
        package var mayHaveArrived = true
        /// Whether one of the attempts that this one took the place of may have been seen.
        var earlierMayHaveArrived = false

        /// Whether another attempt would maybe repeat what was seen.
        var mayBeRepeated: Bool { delivery == nil && (mayHaveArrived || earlierMayHaveArrived) }

        var mayHaveBeenRead: Bool { delivery != nil || mayHaveArrived }

        /// Whether the security channel has its copy; a copy in an earlier security channel doesn't count.
        ///
        /// - Parameter channel: the security channel's id; nil where it isn't known.
        package func hasChannelCopy(in channel: String?) -> Bool {
            guard let channelCopy else { return false }
            return channel.map { $0 == channelCopy.place } ?? true
        }

        /// Whether it went to that recipient; the security channel is another recipient when it has another id.
        package func wasTold(to recipient: Recipient, in channel: String?) -> Bool {
            guard notice.recipient == recipient else { return false }
            guard recipient == .security, let channel, let delivery else { return true }
            return delivery.place == channel
        }
    }

    /// A definite answer that somebody can't be reached.
    package struct Refusal: Hashable, Sendable {
        package let reason: UnreachableReason
        package let at: Date
    }

    /// A key that Relevo deactivated and activated again for a while.
    package struct Restore: Hashable, Sendable {
        package let until: Date
        /// Who was notified of the end.
        package internal(set) var told: Set<Recipient> = []
    }

    /// The key has another recipient than the one who got its last notices, and that one was not notified yet.
    package struct OwnerChange: Hashable, Sendable {
        /// The recipient of the round that ended.
        package let from: Recipient
        /// The deadline that they were told.
        package let deadline: Date
        /// The round that ended.
        package let round: Int
    }

    /// Slack's refusals of one recipient with unlisted codes.
    package struct Unclear: Hashable, Sendable {
        package let since: Date
        package internal(set) var last: Date

        /// Seconds after which something unclear is settled one way or the other.
        package static let patience: Double = 7 * Days.seconds
        /// Seconds after which such an answer no longer counts.
        static let memory: Double = 30 * Days.seconds
    }

    /// A week of unclear answers is a refusal: messages go to the stand-in, and return as after a definite refusal.
    mutating func noteUnclear(_ recipient: Recipient, at: Date) {
        var known = unclear[recipient] ?? Unclear(since: at, last: at)
        if at.timeIntervalSince(known.last) > Unclear.memory { known = Unclear(since: at, last: at) }
        known.last = at
        unclear[recipient] = known
        guard at.timeIntervalSince(known.since) >= Unclear.patience else { return }
        refused[recipient] = Refusal(reason: .deliveryRefused, at: at)
    }
}
