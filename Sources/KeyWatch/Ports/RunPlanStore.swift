package import KeyPolicy

/// The plan of each run by its id, as the JSON document that `relevo plan` prints.
package protocol RunPlanStore: Sendable {
    func savePlan(_ json: String, run: RunID, fence: Fence) async throws
    func plan(of run: RunID) async throws -> String?
}
