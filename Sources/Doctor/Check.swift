package import KeyPolicy

/// One thing that Relevo needs, and whether it has it.
package struct Check: Hashable, Sendable {
    package enum Verdict: Hashable, Sendable {
        case good
        /// The fix.
        case bad(fix: String)
        /// Runs work without it, but somebody should fix it.
        case warning(fix: String)
        /// Not checked, or not needed; with what would help, if anything would.
        case unknown(fix: String?)
    }

    package static let configurationID = "configuration"

    /// The kind of check, for programs: `audit-permission`.
    package let id: String
    /// What is checked, for people.
    package let subject: String
    package let verdict: Verdict
    /// The result, as the rest of a sentence that starts with the subject.
    package let meaning: String
    /// The account in which it was checked; nil for what is checked once.
    package var account: Account?
    /// The account of the user whom it is about, which ends the subject; nil where no user is checked.
    package var place: AccountID?
    /// The call that was tried; nil for roles and for what is no call.
    package var action: String?

    /// A check that passed. In all four, `meaning` goes on with the sentence that the subject begins.
    package static func good(_ id: String, _ subject: String, _ meaning: String) -> Check {
        Check(id: id, subject: subject, verdict: .good, meaning: meaning)
    }

    /// A check that failed: runs don't work, or not whole.
    package static func bad(_ id: String, _ subject: String, _ meaning: String, fix: String) -> Check {
        Check(id: id, subject: subject, verdict: .bad(fix: fix), meaning: meaning)
    }

    /// A check that failed, and runs work without it.
    package static func warning(_ id: String, _ subject: String, _ meaning: String, fix: String) -> Check {
        Check(id: id, subject: subject, verdict: .warning(fix: fix), meaning: meaning)
    }

    /// What was not checked.
    package static func unknown(_ id: String, _ subject: String, _ meaning: String, fix: String? = nil) -> Check {
        Check(id: id, subject: subject, verdict: .unknown(fix: fix), meaning: meaning)
    }

    /// The same check, made in an account.
    package func made(in account: Account) -> Check {
        var check = self
        check.account = account
        return check
    }

    /// The same check, about a user of an account.
    package func about(userIn account: AccountID) -> Check {
        var check = self
        check.place = account
        return check
    }

    /// The same check, of a call.
    package func trying(_ action: String) -> Check {
        var check = self
        check.action = id.hasSuffix("-role") ? nil : action
        return check
    }

    /// Whether nobody has to do anything about it.
    package var isHealthy: Bool { verdict.isHealthy }

    /// True, false, or nil for what was not checked and for warnings.
    package var ok: Bool? {
        switch verdict {
        case .good: true
        case .bad: false
        case .unknown, .warning: nil
        }
    }

    /// What to do about it; nil where there is nothing to do.
    package var fix: String? { verdict.fix }
}

extension Check.Verdict {
    package var isHealthy: Bool {
        switch self {
        case .good, .unknown: true
        case .bad, .warning: false
        }
    }

    package var fix: String? {
        switch self {
        case .good: nil
        case .bad(let fix), .warning(let fix): fix
        case .unknown(let fix): fix
        }
    }
}
