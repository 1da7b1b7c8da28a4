package import FoundationEssentials

extension Exemption {
    /// Tags on a user may grant no more than this many days without being a finding.
    package static let longestByTags = 90

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

    /// What is wrong with it, a finding each; only tags can say too little or too much.
    package func flaws(at now: Date) -> [ExemptionFlaw] {
        guard source == .tags else { return [] }
        var flaws: [ExemptionFlaw] = []
        if let until {
            if until > Days.after(Self.longestByTags, now) { flaws.append(.tooLong) }
        } else {
            flaws.append(unreadableEnd == nil ? .endMissing : .endUnreadable)
        }
        if reason == nil { flaws.append(.reasonMissing) }
        if approver == nil { flaws.append(.approverMissing) }
        return flaws
    }
}

/// What is wrong with an exemption that is honoured all the same.
package enum ExemptionFlaw: String, Hashable, Codable, Sendable, CaseIterable {
    case endMissing
    case endUnreadable
    /// Ends more than 90 days from now.
    case tooLong
    case reasonMissing
    case approverMissing
}
