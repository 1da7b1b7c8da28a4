package import FoundationEssentials
package import KeyPolicy

/// One fact about an account.
package enum AccountEvent: Hashable, Codable, Sendable {
    /// Its first complete scan began at `since`: keys created later are new.
    case known(since: Date)
    /// It is no longer watched, and why that was when it was first seen.
    case left(reason: AccountAbsence)
    /// It is watched again.
    case returned

    package var kind: String {
        switch self {
        case .known: "accountKnown"
        case .left: "accountLeft"
        case .returned: "accountReturned"
        }
    }
}
