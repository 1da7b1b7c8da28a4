package import FoundationEssentials

/// A user or key left alone until a date, with a reason and somebody who approved it.
package struct Exemption: Hashable, Codable, Sendable {
    package enum Subject: Hashable, Codable, Sendable {
        /// A user's ARN or its unique id.
        case user(String)
        case key(AccessKeyID)
    }

    /// Where it was granted.
    package enum Source: String, Hashable, Codable, Sendable {
        case configuration
        /// On the IAM user itself, by anyone who may tag it.
        case tags
        /// By `relevo exempt`.
        case command
    }

    package let subject: Subject
    /// The end that was written; nil where tags name none that can be read.
    package let writtenUntil: Date?
    /// When it reaches the longest time allowed, if that is before its end.
    package private(set) var cutAt: Date?
    /// Nil where tags give none.
    package let reason: String?
    package let approver: String?
    package let source: Source
    /// The value in place of `until`, if it is no instant.
    package let unreadableEnd: String?

    package init(
        subject: Subject, until: Date?, reason: String?, approver: String?, source: Source = .configuration,
        unreadableEnd: String? = nil
    ) {
        self.subject = subject
        writtenUntil = until
        self.reason = reason
        self.approver = approver
        self.source = source
        self.unreadableEnd = unreadableEnd
    }

    /// The first instant at which it is no longer in force; nil where tags name none that can be read.
    package var until: Date? { [writtenUntil, cutAt].compactMap(\.self).min() }

    /// What identifies it: with another end it is another exemption.
    package struct Sight: Hashable, Codable, Sendable {
        package let subject: Subject
        package let until: Date?
        package let source: Source
    }

    package var sight: Sight { Sight(subject: subject, until: writtenUntil, source: source) }

    /// The same, over at `instant` at the latest.
    package func cut(at instant: Date) -> Exemption {
        var copy = self
        copy.cutAt = instant
        return copy
    }

    /// Whether it lasts longer from `now` than one exemption may; a command with such an end is refused.
    package func isTooLong(at now: Date, policy: Policy) -> Bool {
        guard source != .command else { return false }
        return writtenUntil.map { $0 > Days.after(policy.maxExemptionDays, now) } ?? true
    }

    /// Without a readable end it is in force, and it is a finding.
    package func covers(_ user: User, key: AccessKeyID, at now: Date) -> Bool {
        holds(at: now) && names(user, key: key)
    }

    package func holds(at now: Date) -> Bool { until.map { now < $0 } ?? true }

    /// Whether it names that key, in force or not.
    package func names(_ user: User, key: AccessKeyID) -> Bool {
        switch subject {
        case .user(let text): text == user.arn || text == user.id.rawValue
        case .key(let id): id == key
        }
    }
}

extension Exemption {
    /// The exemption that a user's own tags claim: `relevo-exempt-until`, `-reason` and `-by`; nil where there is none
    /// of the three. Tag keys are case-insensitive in IAM.
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
    ///
    /// - Parameter zone: the zone of a day given as the end.
    package init?(tagsOf user: User, zone: Zone) {
        let tags = UserTags(user.tags)
        let (until, reason, approver) = (
            tags["relevo-exempt-until"], tags["relevo-exempt-reason"], tags["relevo-exempt-by"]
        )
        guard until != nil || reason != nil || approver != nil else { return nil }
        let end = until.flatMap { InstantText.end($0, in: zone) }
        self.init(
            subject: .user(user.id.rawValue), until: end, reason: reason, approver: approver, source: .tags,
            unreadableEnd: end == nil ? until : nil)
    }

    /// Its flaws, each of which is a finding.
    package func flaws(at now: Date, of user: User, policy: Policy) -> [ExemptionFlaw] {
        var flaws: [ExemptionFlaw] = []
        if source == .tags, writtenUntil == nil { flaws.append(unreadableEnd == nil ? .endMissing : .endUnreadable) }
        if writtenUntil != nil, cutAt != nil || isTooLong(at: now, policy: policy) { flaws.append(.tooLong) }
        if source == .tags, reason == nil { flaws.append(.reasonMissing) }
        if let approver {
            if user.isOwned(by: approver) { flaws.append(.approverIsOwner) }
        } else if source == .tags {
            flaws.append(.approverMissing)
        }
        return flaws
    }

    /// Whether it has a valid approver: nobody approves for their own user.
    package func isApproved(for user: User) -> Bool { approver.map { !user.isOwned(by: $0) } ?? false }
}

extension Exemption {
    /// One sentence: its end, reason, approver and source.
    package var text: String {
        let end = until.map { "until \($0.ISO8601Format())" } ?? "without a readable end"
        let approval = approver.map { "approved by \($0)" } ?? "no approver given"
        let why = "\(reason ?? "no reason given"); \(approval)"
        return switch source {
        case .configuration: "Exempt \(end) (\(why))."
        case .tags: "Exempt \(end) by its tags (\(why))."
        case .command: "Exempt \(end) by command (\(why))."
        }
    }
}

/// A flaw of an exemption that is in force anyway.
package enum ExemptionFlaw: String, Hashable, Codable, Sendable, CaseIterable {
    case endMissing
    case endUnreadable
    /// Longer than one exemption may last; it ends when that time is over.
    case tooLong
    case reasonMissing
    case approverMissing
    /// The owner approved it, which doesn't count as an approval.
    case approverIsOwner
}

/// An exemption in force today, and its user or key; every report lists all of them.
package struct ExemptionInForce: Hashable, Codable, Sendable {
    package let account: Account
    package let user: User
    /// Nil when it is for all of the user's keys.
    package let key: AccessKeyID?
    package let exemption: Exemption
    /// Each is a finding, every day.
    package let flaws: [ExemptionFlaw]

    package init(
        account: Account, user: User, key: AccessKeyID?, exemption: Exemption, policy: Policy, at now: Date
    ) {
        self.account = account
        self.user = user
        self.key = key
        self.exemption = exemption
        flaws = exemption.flaws(at: now, of: user, policy: policy)
    }

    /// Every exemption in force for a user: one for all its keys, or one for the key that it names.
    package static func all(of user: User, in account: Account, policy: Policy, at now: Date) -> [ExemptionInForce] {
        policy.granted(to: user).filter { $0.holds(at: now) }.compactMap { exemption in
            switch exemption.subject {
            case .key(let id):
                user.keys.contains { $0.id == id }
                    ? ExemptionInForce(
                        account: account, user: user, key: id, exemption: exemption, policy: policy, at: now) : nil
            case .user(let text):
                text == user.arn || text == user.id.rawValue
                    ? ExemptionInForce(
                        account: account, user: user, key: nil, exemption: exemption, policy: policy, at: now) : nil
            }
        }
    }
}
