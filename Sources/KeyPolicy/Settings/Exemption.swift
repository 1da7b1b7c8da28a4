package import FoundationEssentials

/// A user or key left alone until a date, with a reason and somebody who approved it.
package struct Exemption: Hashable, Sendable {
    package enum Subject: Hashable, Codable, Sendable {
        /// A user's ARN or its unique id.
        case user(String)
        case key(AccessKeyID)
    }

    /// Where it was granted.
    package enum Source: String, Hashable, Codable, Sendable {
        case configuration
        /// On the IAM user itself, by whoever may tag it.
        case tags
        /// By `relevo exempt`.
        case command
    }

    package let subject: Subject
    /// The end that was written; nil where tags name none that can be read.
    package let writtenUntil: Date?
    /// When it has lasted as long as one may at a time, if that is before its end.
    package private(set) var cutAt: Date?
    /// Nil where tags give none.
    package let reason: String?
    package let approver: String?
    package let source: Source
    /// What was written where `until` should be, if that is no instant.
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

    /// The first instant at which it no longer holds; nil where tags name none that can be read.
    package var until: Date? { [writtenUntil, cutAt].compactMap(\.self).min() }

    /// What it is known by while it is the same: written anew, it is another one.
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

    /// Whether it is to last longer from `now` than one may at a time; commands are refused that.
    package func isTooLong(at now: Date, policy: Policy) -> Bool {
        guard source != .command else { return false }
        return writtenUntil.map { $0 > Days.after(policy.maxExemptionDays, now) } ?? true
    }

    /// Without an end that can be read it holds: nobody who asked to be left alone is surprised, and it is a finding.
    package func covers(_ user: User, key: AccessKeyID, at now: Date) -> Bool {
        holds(at: now) && names(user, key: key)
    }

    package func holds(at now: Date) -> Bool { until.map { now < $0 } ?? true }

    /// Whether it is about that key, at whatever time.
    package func names(_ user: User, key: AccessKeyID) -> Bool {
        switch subject {
        case .user(let text): text == user.arn || text == user.id.rawValue
        case .key(let id): id == key
        }
    }
}

extension Exemption {
    /// The exemption that a user's own tags claim: `relevo-exempt-until`, `-reason` and `-by`; nil where there is none of
    /// the three. Tag keys are case-insensitive in IAM. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
    ///
    /// - Parameter zone: in which a day written as the end is over.
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

    /// What is wrong with it, a finding each.
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

    /// Whether somebody approved it who may: nobody approves for a user of their own.
    package func isApproved(for user: User) -> Bool { approver.map { !user.isOwned(by: $0) } ?? false }
}

extension Exemption {
    /// One sentence: until when, why, by whose leave and where it was granted.
    package var text: String {
        let end = until.map { "until \($0.ISO8601Format())" } ?? "without a readable end"
        let why = "\(reason ?? "no reason given"); approved by \(approver ?? "nobody named")"
        return switch source {
        case .configuration: "Exempt \(end) (\(why))."
        case .tags: "Exempt \(end) by its tags (\(why))."
        case .command: "Exempt \(end) by command (\(why))."
        }
    }
}

/// What is wrong with an exemption that is honoured all the same.
package enum ExemptionFlaw: String, Hashable, Codable, Sendable, CaseIterable {
    case endMissing
    case endUnreadable
    /// Was to last longer than one may at a time; it ends when that time is over.
    case tooLong
    case reasonMissing
    case approverMissing
    /// Whoever answers for the user approved it: that counts as nobody's approval.
    case approverIsOwner
}

/// An exemption that holds today, and for whom; every report shows them all.
package struct ExemptionInForce: Hashable, Sendable {
    package let account: Account
    package let user: User
    /// Nil when it is for all of the user's keys.
    package let key: AccessKeyID?
    package let exemption: Exemption
    /// A finding each, every day.
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

    /// Every exemption that holds for a user: once for all its keys, or for the one key that it has.
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
