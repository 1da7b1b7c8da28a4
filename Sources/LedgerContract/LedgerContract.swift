package import KeyWatch

/// The rules for every ledger, whatever it is made of: one named rule each, run against an empty store.
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
        [events, reading, inbox, copies, notices, promises, outbox, lease, fence, plans, inventory].flatMap(\.self)
}

/// One place where a ledger stores its data, as the contract needs it.
package struct LedgerStore: Sendable {
    /// Opens the ledger that is stored there; each call opens it again, as another process would (an in-memory ledger returns
    /// itself).
    package let open: @Sendable () async throws -> any Ledger
    /// Opens a separate ledger that already contains these events, written past the ports as a newer Relevo would have.
    package let holding: @Sendable ([LedgerEvent]) async throws -> any Ledger

    package init(
        open: @escaping @Sendable () async throws -> any Ledger,
        holding: @escaping @Sendable ([LedgerEvent]) async throws -> any Ledger
    ) {
        self.open = open
        self.holding = holding
    }
}

/// A rule of the contract that a ledger broke, as a sentence.
package struct ContractViolation: Error, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }

    /// Throws the sentence unless `condition` holds.
    static func unless(_ condition: Bool, _ sentence: @autoclosure () -> String) throws {
        if !condition { throw ContractViolation(sentence()) }
    }

    /// Throws unless both are equal; the sentence contains both.
    static func unlessEqual<Value: Equatable>(_ found: Value, _ expected: Value, _ subject: String) throws {
        if found != expected { throw ContractViolation("\(subject): \(expected) was expected, \(found) was found.") }
    }

    /// Throws unless the write is refused because the fence is no longer the lease's.
    static func unlessFenced(_ act: String, _ write: () async throws -> Void) async throws {
        do {
            try await write()
        } catch LedgerError.fenced {
            return
        }
        throw ContractViolation("\(act) with a stale fence was accepted.")
    }
}
