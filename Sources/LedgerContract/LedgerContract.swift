/// What every ledger must hold to, whatever it is made of: one named rule each, to be run against an empty store.
package struct LedgerContract: Sendable, CustomStringConvertible {
    /// The rule, as a sentence.
    package let description: String
    /// Throws `ContractViolation` when the ledger breaks the rule.
    package let check: @Sendable (LedgerStore) async throws -> Void

    init(_ description: String, _ check: @escaping @Sendable (LedgerStore) async throws -> Void) {
        self.description = description
        self.check = check
    }

    package static let rules =
        events + reading + inbox + claims + claimSettling + promises + outbox + lease + fence + plans + inventory
}
