package import FoundationEssentials

/// Something about an account, a user or a key that somebody should act on: reported every day until then.
package struct Finding: Hashable, Codable, Sendable {
    package enum Subject: Hashable, Codable, Sendable {
        case account(Account)
        case user(User, in: Account)
        case key(AccessKey, of: User, in: Account)
    }

    package enum Kind: Hashable, Codable, Sendable {
        /// Past its age, and its rounds restarted this often, most recently for that reason. A key whose owner changes
        /// every few days is never deactivated.
        case beginsAnew(times: Int, last: RoundEnd)
        /// Past its deadline, active, and without a promise: it is not deactivated until somebody changes that.
        /// - `promised`: the first deadline that was announced; nil where there was none.
        case pastItsDay(promised: Date?, why: HoldReason)
        /// Its owner kept it past the first deadline.
        case overdue
        /// The user's keys are old enough for notices, and nobody can be notified.
        case ownerUnreachable(UnreachableReason)

        /// A stable code for JSON.
        package var code: String {
            switch self {
            case .beginsAnew: "beginsAnew"
            case .pastItsDay: "pastItsDay"
            case .overdue: "overdue"
            case .ownerUnreachable: "ownerUnreachable"
            }
        }
    }

    package let subject: Subject
    package let kind: Kind
    /// Days past the first promised deadline that no approver agreed to, over the key's whole life.
    package let overdueDays: Int

    package init(subject: Subject, kind: Kind, overdueDays: Int = 0) {
        self.subject = subject
        self.kind = kind
        self.overdueDays = overdueDays
    }

    package var account: Account {
        switch subject {
        case .account(let account), .user(_, let account), .key(_, _, let account): account
        }
    }

    /// Nil when it is about an account.
    package var user: User? {
        switch subject {
        case .account: nil
        case .user(let user, _), .key(_, let user, _): user
        }
    }

    /// Nil when it is about an account or a user.
    package var key: AccessKey? {
        if case .key(let key, _, _) = subject { key } else { nil }
    }

    /// Sentences for the person who reads the plan.
    package var text: String {
        overdueDays > 0 ? "\(what) Overdue for \(overdueDays == 1 ? "1 day" : "\(overdueDays) days")." : what
    }

    private var what: String {
        switch kind {
        case .beginsAnew(let times, let last):
            "Its notices have restarted \(times) times since it was last deactivated (the last time: \(last.rawValue)); "
                + "check who changes its tags or its status."
        case .pastItsDay(nil, let why):
            "It is past the age of deactivation and active, and no deadline is promised: \(why.text)"
        case .pastItsDay(let promised?, let why):
            "It was due to be deactivated on \(promised.ISO8601Format()) and is still active: \(why.text) "
                + "Check who changed that."
        case .overdue: "Its owner kept it past the first deadline."
        case .ownerUnreachable(let reason):
            "Its keys stay active, because nobody would be notified of a deadline: \(reason.text)"
        }
    }
}

extension [Finding] {
    /// The findings of several sources in one order: by account, then by user, then by key.
    package func inOrder() -> [Finding] {
        func place(_ one: Finding) -> (String, String, String) {
            (one.account.id.rawValue, one.user?.id.rawValue ?? "", one.key?.id.rawValue ?? "")
        }
        return sorted { place($0) < place($1) }
    }
}
