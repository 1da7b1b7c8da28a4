import FoundationEssentials
import KeyPolicy

/// What a run has found out and done so far, stored between its stages.
struct RunState: Codable, Sendable {
    let startedAt: Date
    let only: Set<AccountID>
    let listing: AccountListing
    /// The configuration as the program wrote it down, for all stages; nil where the program has its own.
    let configuration: String?
    let opening: RunOpening.Result
    /// What earlier runs left open, as far as it could not be settled.
    var settled: RunRecovery.Result
    /// What the accounts' scans found; nil before the first call that decides.
    var estate: EstateScan.Result?
    /// The instant of the decision; nil before the first call that decides.
    var decidesAt: Date?
    /// Of a decision that has not ended; else nil.
    var answers: Reachabilities.Answers?
    /// Nil before the decision.
    var plan: Plan?
    /// Of the configuration that the plan was made with.
    var settingsDigest: String?
    /// When a call first acted; nil before.
    var begunAt: Date?
    /// Nil before a call that acts has returned.
    var acted: PlanExecutor.Acted?
    var isFinished = false

    /// Nil where another run's state is newer, the run never began, or another version stored it.
    static func load(_ run: RunID, from ledger: any Ledger) async throws -> RunState? {
        guard let json = try await ledger.state(of: run) else { return nil }
        return try? JSONDecoder().decode(RunState.self, from: Data(json.utf8))
    }

    func save(_ journal: RunJournal) async throws {
        try await journal.saveState(String(decoding: try JSONEncoder().encode(self), as: UTF8.self))
    }
}
