/// One AWS account, as Organizations or the configuration names it.
package struct Account: Hashable, Codable, Sendable {
    package let id: AccountID
    package let name: String

    package init(id: AccountID, name: String) {
        self.id = id
        self.name = name
    }
}

/// Why an account that was watched is no longer watched.
package enum AccountAbsence: Hashable, Codable, Sendable {
    case leftOrganization
    /// It belongs to the organization and is suspended or being closed; `state` is the term of Organizations.
    case notActive(state: String)
    /// It may still be active: the configuration doesn't select it, or no longer does.
    case leftOut
}

/// An account that is no longer watched, and why.
package struct AbsentAccount: Hashable, Codable, Sendable {
    package let account: Account
    package let why: AccountAbsence

    package init(account: Account, why: AccountAbsence) {
        self.account = account
        self.why = why
    }
}
