package import FoundationEssentials

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
