import FoundationEssentials
import KeyPolicy

extension Planner {
    /// Users whose keys stay active because their owners can't be reached: listed for the channel once a week. They are
    /// findings every day.
    func weeklyList(of plan: Plan) async throws -> [Finding] {
        let found = plan.findings.filter { if case .ownerUnreachable = $0.kind { true } else { false } }
        // A run may begin a little earlier in the day than the one a week ago.
        let week = Days.after(-7, plan.at).addingTimeInterval(Gate.longestRun)
        guard !found.isEmpty,
            try await ledger.events(ofKind: .unreachableNamed, in: .runs, since: week).isEmpty
        else { return [] }
        return found
    }
}

extension Plan {
    /// The event that records whom the week's list names; nil on days without it.
    ///
    /// - Parameter at: when its message was queued.
    func listed(at: Date) -> NewEvent? {
        guard !weeklyList.isEmpty else { return nil }
        return .run(.unreachableNamed(users: weeklyList.compactMap(\.user?.id)), at: at)
    }
}
