import ArgumentParser
import KeyWatch

/// Checks every chain of a ledger, and its outbox, and prints the result: for `relevo history --verify` and
/// `relevo ledger verify`.
struct LedgerCheck {
    let ledger: any EventLog & Outbox
    /// The value of `--root`.
    let root: String?

    /// Throws `AppContextError.ledgerUnsound` after the faults were shown.
    func run(_ terminal: Terminal) async throws -> Int32 {
        let found = try await ChainVerification.of(ledger, expectedRoot: root.flatMap(PrintedRoot.init)?.digits)
        let faults = try await found.faults + ConsistencyCheck(of: ledger).faults()
        for fault in faults { Terminal.complain(fault) }
        guard faults.isEmpty else { throw AppContextError.ledgerUnsound(faults.count) }
        let runs = "\(found.runs) ended \(found.runs == 1 ? "run" : "runs")"
        terminal.print(
            terminal.wrapped(
                "\(found.events) events in \(found.heads.count) chains, \(runs): every hash is correct, nothing is missing."
            ))
        terminal.print("root \(found.root)")
        return 0
    }
}

/// A root as it was printed: whole, or its beginning.
struct PrintedRoot {
    /// Fewer could fit another ledger.
    static let leastDigits = 16

    let digits: String

    /// Ignores white space, which a line break in a terminal leaves, and a … at the end. Nil if it can't be a root.
    init?(_ text: String) {
        var digits = String(text.filter { !$0.isWhitespace }.lowercased())
        while let last = digits.last, last == "…" || last == "." { digits.removeLast() }
        guard (Self.leastDigits...64).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) })
        else { return nil }
        self.digits = digits
    }

    /// Throws `ValidationError` for a value of `--root` that can't be a root.
    static func check(_ text: String?) throws {
        guard let text, PrintedRoot(text) == nil else { return }
        throw ValidationError(
            "--root takes a root as a run prints it, in its output and in its summary: 64 digits from 0 to 9 and a to f, "
                + "or at least the first \(leastDigits) of them.")
    }
}
