import FoundationEssentials
import KeyPolicy

/// Carries out a plan between posting the summary and completing it, step by step.
///
/// A run that is one call does all steps. Otherwise a call ends at its time limit or is killed, and the next one does
/// what is left: each step finds in the ledger what was done, so nothing is sent or deactivated twice.
struct PlanExecutor: Sendable {
    let context: RunContext
    let opening: RunOpening.Result
    let decision: DecisionStage.Decision
    let deactivator: any KeyDeactivator
    /// What earlier calls of the run did; nil in a run that is one call.
    var earlier: RunProgress?

    /// In this order: alarms first, and no deactivation waits for a message about something else.
    enum Step: String, CaseIterable, Codable, Sendable {
        case stops, deactivations, alarm, earlierCopies, notices, copies, announcements, departures, weeklyList
    }

    /// What was done, for the report.
    struct Acted: Codable, Sendable {
        var summary: RunSummary
        /// The summary's message; nil when the channel could not be reached.
        var posted: Delivery?
        var outcomes: [String: ActionOutcome] = [:]
        /// Who did what is announced, by the action's id.
        var activities: [String: KeyActivityLookup] = [:]
        var done: Set<Step> = []

        var isComplete: Bool { done.count == Step.allCases.count }

        /// The rest isn't done any more; the next run decides again.
        mutating func interrupt(_ plan: Plan) {
            summary.isInterrupted = true
            for action in plan.actions where outcomes[action.id] == nil {
                outcomes[action.id] = .skipped(Interruption.skipped)
            }
        }
    }

    var plan: Plan { decision.plan }
    var settled: RunRecovery.Result { decision.settled }
    var journal: RunJournal { context.journal }
    var clock: RunClock { context.clock }
    var sender: OutboxSender { context.sender }

    func act() async throws -> Acted {
        var acted = try await begun()
        var sent = earlier?.sent ?? []
        // What an earlier call left open is looked up in each call, so its copies are never done for good.
        for step in Step.allCases where step == .earlierCopies || !acted.done.contains(step) {
            try await carryOut(step, &acted, &sent)
            // A step may have ended early.
            if earlier != nil, clock.isEndAsked { return acted }
            acted.done.insert(step)
        }
        if earlier == nil, clock.isEndAsked { acted.interrupt(plan) }
        return acted
    }

    /// What earlier calls did.
    func acted() -> Acted {
        var acted = earlier?.acted ?? Acted(summary: facts(), posted: earlier?.posted)
        acted.outcomes.merge(earlier?.outcomes ?? [:]) { known, read in
            // A message that may not have arrived may have been found since.
            [.delivered, .done].contains(read) ? read : known
        }
        acted.summary.problems += settled.problems.filter { !acted.summary.problems.contains($0) }
        return acted
    }

    /// The same, with the summary posted.
    private func begun() async throws -> Acted {
        var acted = acted()
        guard earlier?.acted == nil else { return acted }
        try await SummaryFacts(ledger: context.ledger, policy: context.settings.policy).add(
            to: &acted.summary, of: plan)
        if let hours = decision.planner.settings.policy.hours {
            let missed = MissedHours(ledger: context.ledger, hours: hours)
            acted.summary.problems += try await [missed.problem(held: plan.heldByHours, at: plan.at)]
                .compactMap(\.self)
        }
        if acted.posted == nil { acted.posted = try await post(&acted.summary) }
        return acted
    }

    private func carryOut(_ step: Step, _ acted: inout Acted, _ sent: inout [NoticeSender.Sent]) async throws {
        let posted = acted.posted
        switch step {
        case .stops:
            for message in decision.stopMessages {
                acted.summary.problems += [try await sender.send(message).problem].compactMap(\.self)
            }
            acted.summary.problems += try await nameUnconfirmed()
            acted.summary.problems += try await recordSettings(under: posted)
        case .deactivations: try await deactivate(&acted)
        case .alarm:
            if !clock.isEndAsked { acted.summary.problems += try await askAboutAlarm() }
            acted.summary.problems += try await tellAcceptance()
        case .earlierCopies:
            if posted != nil { acted.summary.problems += try await context.recovery.send(settled.copies) }
        case .notices:
            let notices = try await NoticeSender(
                ledger: context.ledger, sender: sender, plan: await withUses(plan.without(acted.outcomes.keys)),
                progress: context.progress, summary: posted
            ).send()
            acted.outcomes.merge(notices.outcomes) { $1 }
            acted.summary.problems += notices.problems
            sent += notices.sent
        case .copies: if let posted { acted.summary.problems += try await copies(of: sent, under: posted) }
        case .announcements:
            let announced = try await AnnouncementSender(
                sender: sender, composer: context.composer, plan: plan.without(acted.outcomes.keys),
                activities: KeyActivitySearch(readers: decision.readers, clock: clock, now: plan.at),
                pending: settled.pendingFacts, summary: posted
            ).announce()
            acted.outcomes.merge(announced.outcomes) { $1 }
            acted.activities.merge(announced.activities) { $1 }
            acted.summary.problems += announced.problems
        case .departures: if !clock.isEndAsked { acted.summary.problems += try await tellDepartures(under: posted) }
        case .weeklyList:
            guard !plan.weeklyList.isEmpty, !clock.isEndAsked else { return }
            let problems = try await nameUnreachable()
            acted.outcomes[Plan.weeklyListID] = problems.first.map { .failed($0.text) } ?? .delivered
            acted.summary.problems += problems
        }
    }

    private func deactivate(_ acted: inout Acted) async throws {
        guard let posted = acted.posted else {
            for action in plan.deactivations {
                acted.outcomes[action.id] = .skipped(HoldReason.summaryNotPosted.text)
            }
            return
        }
        let rest = plan.without(acted.outcomes.keys)
        let done = try await DeactivationStage(
            journal: journal, sender: sender, composer: context.composer, deactivator: deactivator,
            planner: try await readChannelAgain(before: rest), clock: clock, plan: rest, progress: context.progress,
            summary: posted
        ).carryOut()
        acted.outcomes.merge(done.outcomes) { $1 }
        acted.summary.problems += done.problems
        try await recordServed(acted.outcomes)
        for reason in done.held { acted.summary.held[reason.code, default: 0] += 1 }
        acted.summary.problems += done.held.filter(\.isFailedLookUp).map {
            Problem(.heldByLookUp, about: .keys(1, held: $0.code), "A deactivation was held: \($0.text)")
        }
    }

    /// What the plan says, for the summary.
    private func facts() -> RunSummary {
        var summary = RunSummary(run: journal.run, startedAt: context.startedAt)
        summary.accounts = plan.accounts.count
        summary.unknown = plan.accounts.compactMap { outcome in
            outcome.isComplete
                ? nil : RunSummary.Unknown(account: outcome.account, why: outcome.failure ?? .other)
        }
        for outcome in plan.accounts { summary.modes[context.settings.mode(in: outcome.account.id), default: 0] += 1 }
        summary.users = plan.users
        summary.activeKeys = plan.activeKeys
        for notice in plan.notices.compactMap(\.notice) { summary.noticesPlanned[notice.stage, default: 0] += 1 }
        summary.deactivationsPlanned = plan.deactivations.count
        for held in plan.held { summary.held[held.reason.code, default: 0] += 1 }
        summary.stops = plan.stops
        summary.turns = plan.turns
        summary.pace = plan.pace
        summary.exemptions = plan.exemptions
        summary.findings = plan.findings
        summary.remarks = plan.accounts.flatMap { outcome in
            outcome.sentences.map { Problem(.reportNotUsed, about: .account(outcome.account.id), $0) }
        }
        summary.problems = plan.problems + heldByLookUps() + summary.remarks
        return summary
    }

    /// No message about a key is sent while a look-up fails, so the summary must show it.
    private func heldByLookUps() -> [Problem] {
        let held = plan.held.filter(\.reason.isFailedLookUp)
        return Dictionary(grouping: held, by: \.reason).sorted { $0.key.text < $1.key.text }.map { reason, held in
            Problem(
                .heldByLookUp, about: .keys(held.count, held: reason.code),
                "\(held.count == 1 ? "1 key is" : "\(held.count) keys are") held: \(reason.text)")
        }
    }

    /// Nil when the channel could not be reached; the run then notifies owners and deactivates nothing.
    func post(_ summary: inout RunSummary) async throws -> Delivery? {
        guard let part = context.composer.compose(.summary(summary), now: plan.at).first,
            let id = journal.messageID("summary", part: 1)
        else { return nil }
        let stamps =
            try await OpenPromises(ledger: context.ledger, policy: context.settings.policy)
            .stamp(of: journal.run, planned: plan.notices, at: plan.at)?.split ?? []
        let posting = SummarySender(messenger: context.messenger, composer: context.composer, clock: clock)
        let outcome = try await posting.post(part.payload, id: id, stamp: stamps.first, attempted: earlier?.begunAt)
        switch outcome {
        case .delivered(let delivery):
            try await journal.record([.run(.summaryPosted(delivery: delivery), at: clock.policy())])
            summary.problems += try await sender.post(stamps.dropFirst(), under: delivery)
            return delivery
        case .unreachable(_, let why), .notDelivered(let why), .unknown(let why), .unlisted(let why, _):
            summary.problems.append(
                Problem(
                    .summaryNotPosted,
                    "The summary could not be posted to the security channel: \(why.clause). Nothing was deactivated."))
            return nil
        }
    }

    /// From now on, everything that has a deadline up to now and is not done yet has waited without a reason.
    private func recordServed(_ outcomes: [String: ActionOutcome]) async throws {
        let failed = plan.deactivations.filter { outcomes[$0.id] != .done }.map(\.account.id)
        try await journal.record([
            .run(
                .deactivationsServed(
                    asOf: clock.earlier(plan.at), except: plan.unserved(failed: Set(failed))),
                at: clock.policy())
        ])
    }

    /// Looked up only now, so that a deactivation never waits for it.
    private func withUses(_ plan: Plan) async -> Plan {
        guard !clock.isEndAsked else { return plan }
        var plan = plan
        plan.actions = await KeyUseSearch(readers: decision.readers, clock: clock, now: plan.at).attached(
            to: plan.actions)
        return plan
    }

    private func copies(of sent: [NoticeSender.Sent], under posted: Delivery) async throws -> [Problem] {
        let fresh = sent.filter { $0.action.recipient != .security }
            .map { MissingChannelCopy(message: $0.message, action: $0.action) }
        let known = settled.pendingFacts.union(earlier?.copied ?? [])
        let owed = (plan.missingCopies + fresh).filter {
            !known.contains(DeliveryFact(address: $0.action.address, kind: .channelCopyDelivered(notice: $0.message)))
        }
        return try await ChannelCopySender(sender: sender, composer: context.composer)
            .send(owed, under: posted, now: plan.at)
    }
}
