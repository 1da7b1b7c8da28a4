package import FoundationEssentials

/// A user or key left alone until a date, with a reason and somebody who approved it.
package struct Exemption: Hashable, Sendable {
    package enum Subject: Hashable, Sendable {
        /// A user's ARN or its unique id.
        case user(String)
        case key(AccessKeyID)
    }

    package let subject: Subject
    /// The first instant at which it no longer holds.
    package let until: Date
    package let reason: String
    package let approver: String

    package init(subject: Subject, until: Date, reason: String, approver: String) {
        self.subject = subject
        self.until = until
        self.reason = reason
        self.approver = approver
    }

    package func covers(_ user: User, key: AccessKeyID, at now: Date) -> Bool {
        now < until && names(user, key: key)
    }

    /// Whether it is about that key, at whatever time.
    package func names(_ user: User, key: AccessKeyID) -> Bool {
        switch subject {
        case .user(let text): text == user.arn || text == user.id.rawValue
        case .key(let id): id == key
        }
    }
}
