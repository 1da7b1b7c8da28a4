import FoundationEssentials
import KeyPolicy

/// Carries out a plan between posting the summary and completing it.
struct PlanExecutor: Sendable {
    let context: RunContext
    let opening: RunOpening.Result
    let decision: DecisionStage.Decision
    let deactivator: any KeyDeactivator

    /// What was done, for the report.
    struct Acted: Sendable {
        var summary: RunSummary
        /// The summary's message; nil when the channel could not be reached.
        let posted: Delivery?
        let outcomes: [String: ActionOutcome]
        /// Who did what is announced, by the action's id.
        let activities: [String: KeyActivityLookup]
    }

    var plan: Plan { decision.plan }
    var settled: RunRecovery.Result { decision.settled }
    var journal: RunJournal { context.journal }
    var clock: RunClock { context.clock }
    var sender: OutboxSender { context.sender }

    func act() async throws -> Acted {
        var summary = begun()
        try await SummaryFacts(ledger: context.ledger, policy: context.settings.policy).add(to: &summary, of: plan)
        if let hours = decision.planner.settings.policy.hours {
            let missed = MissedHours(ledger: context.ledger, hours: hours)
            summary.problems += try await [missed.problem(held: plan.heldByHours, at: plan.at)].compactMap(\.self)
        }
        let posted = try await post(&summary)
        var outcomes: [String: ActionOutcome] = [:]
        for message in decision.stopMessages {
            summary.problems += [try await sender.send(message).problem].compactMap(\.self)
        }
        summary.problems += try await nameUnconfirmed()
        summary.problems += try await recordSettings(under: posted)

        if posted == nil {
            for action in plan.deactivations { outcomes[action.id] = .skipped(HoldReason.summaryNotPosted.text) }
        } else {
            let done = try await DeactivationStage(
                journal: journal, sender: sender, composer: context.composer,
                deactivator: deactivator, planner: try await readChannelAgain(), clock: clock, plan: plan,
                progress: context.progress, summary: posted
            ).carryOut()
            outcomes.merge(done.outcomes) { $1 }
            summary.problems += done.problems
            try await recordServed(done)
            for reason in done.held { summary.held[reason.code, default: 0] += 1 }
            summary.problems += done.held.filter(\.isFailedLookUp).map {
                Problem(.heldByLookUp, about: .keys(1, held: $0.code), "A deactivation was held: \($0.text)")
            }
        }
        if !clock.isEndAsked { summary.problems += try await askAboutAlarm() }
        summary.problems += try await tellAcceptance()
        if posted != nil { summary.problems += try await context.recovery.send(settled.copies) }
        let sent = try await NoticeSender(
            ledger: context.ledger, sender: sender, plan: await planWithUses(), progress: context.progress,
            summary: posted
        ).send()
        outcomes.merge(sent.outcomes) { $1 }
        summary.problems += sent.problems
        if let posted {
            summary.problems += try await copies(of: sent.sent, under: posted)
        }
        let announced = try await AnnouncementSender(
            sender: sender, composer: context.composer, plan: plan,
            activities: KeyActivitySearch(readers: decision.readers, clock: clock, now: plan.at),
            pending: settled.pendingFacts, summary: posted
        ).announce()
        outcomes.merge(announced.outcomes) { $1 }
        summary.problems += announced.problems
        if !clock.isEndAsked { summary.problems += try await tellDepartures(under: posted) }
        if !plan.weeklyList.isEmpty, !clock.isEndAsked {
            let problems = try await nameUnreachable()
            outcomes[Plan.weeklyListID] = problems.first.map { .failed($0.text) } ?? .delivered
            summary.problems += problems
        }
        if clock.isEndAsked {
            summary.isInterrupted = true
            for action in plan.actions where outcomes[action.id] == nil {
                outcomes[action.id] = .skipped(Interruption.skipped)
            }
        }

        return Acted(summary: summary, posted: posted, outcomes: outcomes, activities: announced.activities)
    }

    private func begun() -> RunSummary {
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
            let id = await journal.nextMessageID()
        else { return nil }
        let stamps =
            try await OpenPromises(ledger: context.ledger, policy: context.settings.policy)
            .stamp(of: journal.run, planned: plan.notices, at: plan.at)?.split ?? []
        let posting = SummarySender(messenger: context.messenger, composer: context.composer, clock: clock)
        switch try await posting.post(part.payload, id: id, stamp: stamps.first) {
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
    private func recordServed(_ done: DeactivationStage.Result) async throws {
        let failed = plan.deactivations.filter { done.outcomes[$0.id] != .done }.map(\.account.id)
        try await journal.record([
            .run(
                .deactivationsServed(
                    asOf: clock.earlier(plan.at), except: plan.unserved(failed: Set(failed))),
                at: clock.policy())
        ])
    }

    /// Looked up only now, so that a deactivation never waits for it.
    private func planWithUses() async -> Plan {
        guard !clock.isEndAsked else { return plan }
        var plan = plan
        plan.actions = await KeyUseSearch(readers: decision.readers, clock: clock, now: plan.at).attached(
            to: plan.actions)
        return plan
    }

    private func copies(of sent: [NoticeSender.Sent], under posted: Delivery) async throws -> [Problem] {
        let fresh = sent.filter { $0.action.recipient != .security }
            .map { MissingChannelCopy(message: $0.message, action: $0.action) }
        let owed = plan.missingCopies.filter {
            !settled.pendingFacts.contains(
                DeliveryFact(address: $0.action.address, kind: .channelCopyDelivered(notice: $0.message)))
        }
        return try await ChannelCopySender(sender: sender, composer: context.composer)
            .send(owed + fresh, under: posted, now: plan.at)
    }

    private func tellDepartures(under posted: Delivery?) async throws -> [Problem] {
        guard !plan.left.isEmpty else { return [] }
        var messages: [OutboxMessage] = []
        for part in context.composer.compose(.accountsLeft(plan.left), now: plan.at) {
            if let message = await sender.message(part, to: .security, thread: posted) { messages.append(message) }
        }
        try await sender.enqueue(messages, with: decision.departures)
        var problems: [Problem] = []
        for message in messages {
            if let problem = try await sender.send(message).problem { problems.append(problem) }
        }
        return problems
    }
}
