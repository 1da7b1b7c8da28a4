package import FoundationEssentials

extension KeyHistory {
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
