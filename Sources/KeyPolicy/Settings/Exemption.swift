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
