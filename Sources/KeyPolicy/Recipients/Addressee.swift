package import FoundationEssentials

/// Today's recipient for a user, and why it is the security channel if it is.
package struct Addressee: Hashable, Sendable {
    package let recipient: Recipient
    package let fallback: UnreachableReason?

    package init(_ recipient: Recipient, fallback: UnreachableReason? = nil) {
        self.recipient = recipient
        self.fallback = fallback
    }

    /// Chooses from the tags alone.
    ///
    /// - Parameters:
    ///   - owner: the tags of a user, as they are today.
    ///   - teams: channels by the value of a machine's `team` tag.
    ///   - shared: Slack ids that carry two different full names anywhere in the estate.
    ///   - treatsUntaggedAsEngineers: `policy.untagged`; otherwise nobody is known to answer for such a user.
    ///   - standIn: where word goes that has no owner to go to: the security channel or the account's own.
    package init(
        owner: Owner, teams: [String: SlackChannelID], shared: Set<SlackUserID>, treatsUntaggedAsEngineers: Bool,
        standIn: Recipient
    ) {
        switch owner.type {
        case .engineer:
            self.init(person: owner, shared: shared, standIn: standIn)
        case .unknown:
            if treatsUntaggedAsEngineers {
                self.init(person: owner, shared: shared, standIn: standIn)
            } else {
                self.init(standIn, fallback: .ownerTypeUnknown)
            }
        case .machine:
            if let channel = owner.slackChannel {
                self.init(.team(channel))
            } else if let person = owner.slackUser, !shared.contains(person) {
                self.init(.person(person))
            } else if let team = owner.team {
                if let channel = teams[team] {
                    self.init(.team(channel))
                } else {
                    self.init(standIn, fallback: .teamUnknown)
                }
            } else {
                self.init(person: owner, shared: shared, standIn: standIn)
            }
        }
    }

    /// The addressee once Slack has given a definite answer about the person.
    package func after(_ reachability: Reachability, standIn: Recipient) -> Addressee {
        guard case .person = recipient, case .unreachable(let reason) = reachability else { return self }
        return Addressee(standIn, fallback: reason)
    }

    /// The addressee once it is known who refused messages about this user's keys.
    ///
    /// A refusal counts for a fortnight, or as long as a round needs to come to its end: then the recipient is tried
    /// again, as a channel may be back.
    package func after(
        _ histories: some Sequence<KeyHistory>, standIn: Recipient, policy: Policy, now: Date
    ) -> Addressee {
        let refusals = histories.compactMap { $0.refused[recipient] }
        guard recipient != .security,
            let last = refusals.max(by: { $0.at < $1.at }),
            now < Days.after(max(14, policy.noticeDays + policy.promiseValidDays), last.at)
        else { return self }
        // The account's own channel may be the one that refused.
        return Addressee(recipient == standIn ? .security : standIn, fallback: last.reason)
    }

    private init(person owner: Owner, shared: Set<SlackUserID>, standIn: Recipient) {
        if owner.slackChannel != nil {
            self.init(standIn, fallback: .channelNotAllowedForEngineer)
        } else if let person = owner.slackUser {
            self =
                shared.contains(person)
                ? Addressee(standIn, fallback: .slackIDSharedByTwoNames) : Addressee(.person(person))
        } else {
            self.init(standIn, fallback: owner.slackID == nil ? .slackIDMissing : .slackIDMalformed)
        }
    }
}
