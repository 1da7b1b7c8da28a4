package import FoundationEssentials

/// A key that stays active without breaking a rule: reported every day until somebody acts.
package struct Finding: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Past its age, and its rounds restarted this often, most recently for that reason. A key whose owner changes
        /// every few days is never deactivated.
        case beginsAnew(times: Int, last: RoundEnd)
        /// Past its deadline, active, and without a promise: it is not deactivated until somebody changes that.
        /// - `promised`: the first deadline that was announced; nil where there was none.
        case pastItsDay(promised: Date?, why: HoldReason)
        /// Its owner kept it past the first deadline.
        case overdue

        /// A stable code for JSON.
        package var code: String {
            switch self {
            case .beginsAnew: "beginsAnew"
            case .pastItsDay: "pastItsDay"
            case .overdue: "overdue"
            }
        }
    }

    package let account: Account
    package let user: User
    package let key: AccessKey
    package let kind: Kind
    /// Days past the first promised deadline that no approver agreed to, over the key's whole life.
    package let overdueDays: Int

    package init(account: Account, user: User, key: AccessKey, kind: Kind, overdueDays: Int = 0) {
        self.account = account
        self.user = user
        self.key = key
        self.kind = kind
        self.overdueDays = overdueDays
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
        }
    }
}
