package import FoundationEssentials

/// A key that slips through the rules without breaking one: shown every day until somebody looks.
package struct Finding: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Past its age, and its notices have begun anew this often, last for that reason: an owner who is changed every few
        /// days, or a key that is switched off whenever Relevo looks, is never deactivated.
        case beginsAnew(times: Int, last: RoundEnd)
        /// Its owner was promised a day, and since then something made it a key that is never deactivated.
        case leftTheLadder(promised: Date, why: HoldReason)

        /// A stable word for JSON.
        package var code: String {
            switch self {
            case .beginsAnew: "beginsAnew"
            case .leftTheLadder: "leftTheLadder"
            }
        }
    }

    package let account: Account
    package let user: User
    package let key: AccessKey
    package let kind: Kind

    package init(account: Account, user: User, key: AccessKey, kind: Kind) {
        self.account = account
        self.user = user
        self.key = key
        self.kind = kind
    }

    /// One sentence for the person who reads the plan.
    package var text: String {
        switch kind {
        case .beginsAnew(let times, let last):
            "Its notices have begun anew \(times) times since it was last deactivated (the last time: \(last.rawValue)); "
                + "see who changes its tags or its status."
        case .leftTheLadder(let promised, let why):
            "It was promised to be deactivated on \(promised.ISO8601Format()), and is held since: \(why.text) "
                + "See who changed that."
        }
    }
}
