import FoundationEssentials
import KeyPolicy

/// What a summary says about the keys as a whole: from the plan, so that its numbers are the plan's, and from the last
/// events of earlier runs.
struct SummaryFacts: Sendable {
    /// The count in a run's last event: percent of the active keys within the maximum age.
    static let share = "percentWithinMaximum"
    private static let days = 7
    private static let mostRecipients = 3

    let ledger: any EventLog
    let policy: Policy

    func add(to summary: inout RunSummary, of plan: Plan) async throws {
        summary.withinMaximum = plan.withinMaximum
        summary.heldKeys = plan.held.filter { ![.protected, .decoy].contains($0.reason.code) }
        let today = policy.day(at: plan.at)
        for day in plan.deadlines.map({ policy.day(at: $0) }) where today < day && day <= today.adding(Self.days) {
            summary.nextDays[day, default: 0] += 1
        }
        summary.mostDue = mostDue(plan)
        summary.week = try await week(before: plan.at)
        summary.showsWeek = today.weekday == 1
    }

    /// By the recipients of what is due; the security channel is nobody's own.
    private func mostDue(_ plan: Plan) -> [RunSummary.Due] {
        let noticed = plan.notices.map {
            HeldKey(
                account: $0.account, user: $0.user, key: $0.key, ageDays: $0.ageDays, addressee: $0.addressee,
                reason: .notPromised)
        }
        let noticedKeys = Set(noticed.map { $0.user.address(of: $0.key.id) })
        let held = plan.held.filter {
            !$0.reason.leavesAlone && !noticedKeys.contains($0.user.address(of: $0.key.id))
        }
        let groups = Dictionary(grouping: (noticed + held).filter { $0.addressee.recipient != .security }) {
            $0.addressee.recipient
        }
        return groups.filter { $0.value.count > 1 }
            .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.prefix(Self.mostRecipients)
            .compactMap { _, keys in keys.first.map { RunSummary.Due(held: $0, count: keys.count) } }
    }

    private func week(before now: Date) async throws -> RunSummary.Week {
        var week = RunSummary.Week()
        let ended = try await ledger.events(ofKind: .runEnded, in: .runs, since: Days.after(-Self.days, now))
        for event in ended {
            guard case .run(.ended(_, _, let counts, _)) = event.body else { continue }
            week.notices += counts["notices"] ?? 0
            week.deactivated += counts["deactivated"] ?? 0
            week.newKeys += counts["newKeys"] ?? 0
            week.rotated += counts["rotated"] ?? 0
            week.shareBefore = week.shareBefore ?? counts[Self.share]
        }
        return week
    }
}
