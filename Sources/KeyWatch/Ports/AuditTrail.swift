package import FoundationEssentials
package import KeyPolicy

/// Tells who did something to keys of one account, where AWS remembers it.
package protocol AuditTrail: Sendable {
    /// What is found about each key that is asked about, by exactly its id; what went wrong is an answer too. One question
    /// costs a handful of calls at the most, however many keys it is about.
    func activities(_ question: KeyActivityQuestion) async -> [AccessKeyID: KeyActivityLookup]
}

/// A question about keys of one account.
package struct KeyActivityQuestion: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Who created them; that happened within this time.
        case creation(during: ClosedRange<Date>)
        /// Who switched them on, the last time somebody did.
        case reactivation
    }

    package let kind: Kind
    package let keys: Set<AccessKeyID>

    package init(_ kind: Kind, of keys: Set<AccessKeyID>) {
        self.kind = kind
        self.keys = keys
    }
}
