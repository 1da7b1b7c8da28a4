package import FoundationEssentials

/// One fact about an account.
package enum AccountEvent: Hashable, Codable, Sendable {
    /// Its first complete scan began at `since`: keys created later are new.
    case known(since: Date)
    /// It is no longer in the organisation.
    case left
    /// It is back.
    case returned

    package var kind: String {
        switch self {
        case .known: "accountKnown"
        case .left: "accountLeft"
        case .returned: "accountReturned"
        }
    }
}
