package import FoundationEssentials

/// Today's recipient for a user, and why it is the security channel if it is.
package struct Addressee: Hashable, Codable, Sendable {
    package let recipient: Recipient
    package let fallback: UnreachableReason?
    /// Earlier choices who can't be reached, according to Slack.
    package let passedOver: [Recipient: UnreachableReason]

    package init(
        _ recipient: Recipient, fallback: UnreachableReason? = nil, passedOver: [Recipient: UnreachableReason] = [:]
    ) {
        self.recipient = recipient
        self.fallback = fallback
        self.passedOver = passedOver
    }

    /// Chooses from the tags alone.
    ///
    /// - Parameters:
    ///   - owner: the tags of a user, as they are today.
    ///   - teams: channels by the value of a machine's `team` tag.
    ///   - shared: Slack ids with two different full names anywhere in the organization.
    ///   - treatsUntaggedAsEngineers: `policy.untagged`; otherwise such a user has no known owner.
    ///   - standIn: where messages without a reachable owner go: the security channel or the account's own.
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
        return Addressee(standIn, fallback: reason, passedOver: [recipient: reason])
    }

    /// The addressee once it is known who refused messages about this user's keys.
    ///
    /// The recipients are tried in turn: the owner, the account's own channel, the security channel. A refusal counts
    /// for 14 days, or as long as a promise to a stand-in can be carried out; then the recipient is tried again.
    package func after(
        _ histories: some Sequence<KeyHistory>, standIn: Recipient, policy: Policy, now: Date
    ) -> Addressee {
        let histories = Array(histories)
        func refusal(of recipient: Recipient) -> KeyHistory.Refusal? {
            guard recipient != .security,
                let last = histories.compactMap({ $0.refused[recipient] }).max(by: { $0.at < $1.at })
            else { return nil }
            let promised = histories.compactMap { $0.lastDeadlineToOthers(than: recipient, since: last.at) }.max()
            let counts = max(
                Days.after(max(14, policy.noticeDays + policy.promiseValidDays), last.at),
                promised.map { Days.after(policy.promiseValidDays, $0) } ?? last.at)
            return now < counts ? last : nil
        }
        guard let first = refusal(of: recipient) else { return self }
        var passedOver = passedOver
        passedOver[recipient] = first.reason
        passedOver[standIn] = refusal(of: standIn)?.reason
        let next = recipient == standIn || passedOver[standIn] != nil ? Recipient.security : standIn
        // A problem with the owner comes before a problem with a stand-in.
        return Addressee(next, fallback: fallback ?? first.reason, passedOver: passedOver)
    }

    private init(person owner: Owner, shared: Set<SlackUserID>, standIn: Recipient) {
        if owner.slackChannel != nil {
            self.init(standIn, fallback: .channelForEngineer)
        } else if let person = owner.slackUser {
            self =
                shared.contains(person)
                ? Addressee(standIn, fallback: .contactShared) : Addressee(.person(person))
        } else {
            self.init(standIn, fallback: owner.slackID == nil ? .contactMissing : .contactMalformed)
        }
    }
}

extension KeyHistory {
    /// The latest deadline that an open round promised to somebody else after `recipient` refused.
    fileprivate func lastDeadlineToOthers(than recipient: Recipient, since refused: Date) -> Date? {
        guard ended == nil else { return nil }
        return delivered.filter { told in
            told.notice.isBinding && told.notice.recipient != recipient
                && told.delivery.map { $0.at >= refused } ?? false
        }.map(\.notice.deadline).max()
    }
}

/// Collects, user by user, the Slack ids with two different full names: their owner is unknown.
package struct SharedSlackIDs: Sendable {
    private var names: [SlackUserID: String] = [:]
    package private(set) var ids: Set<SlackUserID> = []

    package init() {}

    package mutating func see(_ owner: Owner) {
        guard let id = owner.slackUser, let name = owner.fullName else { return }
        // Spacing and case don't make another person.
        let plain = name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if let known = names[id], known != plain { ids.insert(id) } else { names[id] = plain }
    }
}
