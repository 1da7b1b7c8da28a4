package import KeyPolicy

/// The plan of each run by its id, as the JSON document that `relevo plan` prints.
package protocol RunPlanStore: Sendable {
    /// Keeps it, and forgets the plans of runs that began more than 400 days before the ledger's last event: plans are the
    /// most of what a ledger grows by, and what happened stays in the events.
    func savePlan(_ json: String, run: RunID, fence: Fence) async throws
    func plan(of run: RunID) async throws -> String?
}

extension RunPlanStore {
    /// Seconds: 400 days, a year and what is left of the month after it.
    package static var plansKeptFor: Int64 { 400 * 86_400 }
}
