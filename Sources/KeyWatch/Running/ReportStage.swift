import FoundationEssentials
import KeyPolicy

/// Ends a run: in the ledger, and in its summary.
struct ReportStage: Sendable {
    let context: RunContext

    /// For a run that was asked to end before it posted a summary.
    func recordInterruption() async throws {
        try await recordEnd(try await context.ledger.heads(), counts: [:], ExitReason.interrupted.status)
    }

    /// The run's last event. Heads that an earlier run recorded and that didn't change are left out: an organization has
    /// a stream per account, and few of them change in a day.
    private func recordEnd(_ heads: [StreamHead], counts: [String: Int], _ exitStatus: Int32) async throws {
        let recorded = try await recordedHeads()
        let ended = RunEvent.ended(
            root: EventChain.root(of: heads), heads: heads.filter { !recorded.all.contains($0) }, counts: counts,
            exitStatus: Int(exitStatus))
        try await context.journal.record([.run(ended, at: context.clock.policy())])
    }

    /// The heads of all streams as the last run's end recorded them.
    private func recordedHeads() async throws -> RecordedHeads {
        var recorded = RecordedHeads()
        for event in try await context.ledger.events(ofKind: .runEnded, in: .runs, since: .distantPast) {
            recorded.apply(event)
        }
        return recorded
    }

    private func hasEnded() async throws -> Bool {
        try await context.ledger.events(ofKind: .runEnded, in: .runs, since: Days.after(-2, context.startedAt))
            .contains { $0.run == context.run }
    }

    /// Whether a reply may be there: nothing depends on its arrival, so it is rather missing than there twice.
    private func isThere(_ id: MessageID, under parent: Delivery) async throws -> Bool {
        do {
            return try await context.messenger.find(id, at: .security, thread: parent, meant: context.clock.policy())
                != nil
        } catch MessengerError.cannotLookUp {
            return true
        }
    }

    /// Records the run's last event, and completes the summary.
    func report(_ acted: PlanExecutor.Acted, on planned: Plan) async throws -> RunReport {
        context.progress(.closing)
        let outcomes = acted.outcomes
        var summary = acted.summary
        let plan = planned.with(acted.activities)
        func count(_ kind: String, _ isWanted: (ActionOutcome) -> Bool) -> Int {
            plan.actions.filter { $0.kindName == kind && (outcomes[$0.id].map(isWanted) ?? false) }.count
        }
        summary.noticesDelivered = count("notice") { $0 == .delivered }
        summary.deactivated = count("deactivate") { $0 == .done }
        summary.newKeys = count("newKey") { $0 == .delivered }
        summary.rotated = count("rotated") { $0 == .delivered }
        summary.reactivated = count("reactivated") { $0 == .delivered }
        summary.finishedAt = context.clock.policy()
        // Somebody may have stopped or resumed meanwhile.
        summary.stops = plan.inForce(try await EffectivePolicy(ledger: context.ledger).stops())

        let draft = RunReport(plan: plan, outcomes: outcomes, summary: summary)
        // A call that was killed may have recorded the end and posted the root.
        let isAgain = try await hasEnded()
        if !isAgain {
            try await recordEnd(
                try await context.ledger.heads(),
                counts: [
                    "notices": summary.noticesDelivered, "deactivated": summary.deactivated,
                    "newKeys": summary.newKeys, "rotated": summary.rotated, "held": plan.held.count,
                    MissedHours.count: plan.heldByHours, SummaryFacts.share: summary.share,
                ], draft.exitReasons.exitStatus)
        }
        // Taken after the last event, so that it covers that one too; of the inbox, what that event recorded.
        let last = try await context.ledger.heads().filter { $0.stream == .runs }
        summary.root = EventChain.root(of: try await recordedHeads().all.filter { $0.stream != .runs } + last)
        if let posted = acted.posted, let part = context.composer.compose(.summary(summary), now: plan.at).first {
            switch try await context.messenger.update(posted, payload: part.payload) {
            case .delivered:
                for (number, reply) in part.replies.enumerated() {
                    guard let id = context.journal.messageID("end", part: number + 1) else { break }
                    if isAgain, try await isThere(id, under: posted) { continue }
                    _ = try? await context.messenger.send(reply, id: id, to: .security, thread: posted)
                }
            case .unreachable(_, let why), .notDelivered(let why), .unknown(let why), .unlisted(let why, _):
                summary.problems.append(
                    Problem(.summaryNotCompleted, "The summary could not be completed: \(why.clause)."))
            }
        }
        return RunReport(plan: plan, outcomes: outcomes, summary: summary)
    }
}
