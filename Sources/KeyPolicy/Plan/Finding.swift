package import FoundationEssentials

/// A key that slips through the rules without breaking one: shown every day until somebody looks.
package struct Finding: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Past its age, and its notices have begun anew this often, last for that reason: an owner who is changed every few
        /// days, or a key that is switched off whenever Relevo looks, is never deactivated.
        case beginsAnew(times: Int, last: RoundEnd)
        /// Past its day, active, and no promise stands: it is not deactivated until somebody changes that.
        /// - `promised`: the first deadline that anybody was told; nil where nobody was told one.
        case pastItsDay(promised: Date?, why: HoldReason)
        /// Its owner kept it past the first day that was promised.
        case overdue

        /// A stable word for JSON.
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
            "Its notices have begun anew \(times) times since it was last deactivated (the last time: \(last.rawValue)); "
                + "check who changes its tags or its status."
        case .pastItsDay(nil, let why): "It is past its day and active, and no deadline is promised: \(why.text)"
        case .pastItsDay(let promised?, let why):
            "It was promised to be deactivated on \(promised.ISO8601Format()) and is still active: \(why.text) "
                + "Check who changed that."
        case .overdue: "Its owner kept it past the first day that was promised."
        }
    }
}
