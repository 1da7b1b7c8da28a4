/// One AWS account, as Organizations or the configuration names it.
package struct Account: Hashable, Codable, Sendable {
    package let id: AccountID
    package let name: String

    package init(id: AccountID, name: String) {
        self.id = id
        self.name = name
    }
}

/// Why an account that was watched is watched no longer.
package enum AccountAbsence: Hashable, Codable, Sendable {
    case leftOrganization
    /// It belongs to the organization and is suspended or being closed; `state` is Organizations' own word.
    case notActive(state: String)
    /// It may be as active as ever: the configuration doesn't choose it, or not any more.
    case leftOut
}

/// An account that is no longer watched, and why.
package struct AbsentAccount: Hashable, Sendable {
    package let account: Account
    package let why: AccountAbsence

    package init(account: Account, why: AccountAbsence) {
        self.account = account
        self.why = why
    }
}
