package import KeyWatch

/// One place where a ledger keeps its things, as the contract needs it.
package struct LedgerStore: Sendable {
    /// Opens the ledger that is kept there; each call once more, as another process would (an in-memory ledger has only
    /// itself to give).
    package let open: @Sendable () async throws -> any Ledger
    /// Opens a ledger of its own that already holds these events, written past the ports as a newer Relevo would have.
    package let holding: @Sendable ([LedgerEvent]) async throws -> any Ledger

    package init(
        open: @escaping @Sendable () async throws -> any Ledger,
        holding: @escaping @Sendable ([LedgerEvent]) async throws -> any Ledger
    ) {
        self.open = open
        self.holding = holding
    }
}
