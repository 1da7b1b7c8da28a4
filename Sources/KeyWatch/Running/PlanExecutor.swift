import FoundationEssentials
import KeyPolicy

/// Carries out a plan between posting the summary and completing it.
struct PlanExecutor: Sendable {
    let watch: Watch
    let journal: RunJournal
    let plan: Plan
    /// The accounts that can be reached.
    let readers: [AccountID: any AccountReader]
    let planner: Planner
    let opening: RunOpening.Result
    let startedAt: Date
    let recovery: RunRecovery
    let settled: RunRecovery.Result
    /// Recorded together with the message about them.
    let departures: [NewEvent]
    /// Sent before anything is deactivated: an alarm doesn't wait.
    let stopMessages: [OutboxMessage]

    func finish() async throws -> RunReport {
        var summary = begun()
        if let hours = planner.settings.policy.hours {
            let missed = MissedHours(ledger: watch.ledger, hours: hours)
            summary.problems += try await [missed.problem(held: heldByHours, at: plan.at)].compactMap(\.self)
        }
        let posted = try await post(&summary)
        var outcomes: [String: ActionOutcome] = [:]
        for message in stopMessages { summary.problems += [try await sender.send(message).problem].compactMap(\.self) }
        summary.problems += try await nameUnconfirmed()
        summary.problems += try await recordSettings(under: posted)

        if posted == nil {
            for action in plan.deactivations { outcomes[action.id] = .skipped(HoldReason.summaryNotPosted.text) }
        } else {
            let done = try await DeactivationStage(
                journal: journal, sender: sender, composer: watch.composer,
                deactivator: watch.deactivator, planner: try await readChannelAgain(), clock: watch.clock, plan: plan,
                progress: watch.progress
            ).carryOut()
            outcomes.merge(done.outcomes) { $1 }
            summary.problems += done.problems
            try await recordServed(done)
            for reason in done.held { summary.held[reason.code, default: 0] += 1 }
            summary.problems += done.held.filter(\.isFailedLookUp).map { "A deactivation was held: \($0.text)" }
        }
        if !watch.clock.isEndAsked { summary.problems += try await askAboutAlarm() }
        summary.problems += try await tellAcceptance()
        if posted != nil { summary.problems += try await recovery.send(settled.copies) }
        let sent = try await NoticeSender(
            journal: journal, messenger: watch.messenger, composer: watch.composer, clock: watch.clock, plan: plan,
            progress: watch.progress
        ).send()
        outcomes.merge(sent.outcomes) { $1 }
        summary.problems += sent.problems
        if let posted {
            summary.problems += try await copies(of: sent.sent, under: posted)
        }
        let announced = try await AnnouncementSender(
            sender: sender, composer: watch.composer, plan: plan,
            activities: KeyActivitySearch(readers: readers, clock: watch.clock, now: plan.at),
            pending: settled.pendingFacts
        ).announce()
        outcomes.merge(announced.outcomes) { $1 }
        summary.problems += announced.problems
        if !watch.clock.isEndAsked { summary.problems += try await tellDepartures() }
        if watch.clock.isEndAsked {
            summary.isInterrupted = true
            for action in plan.actions where outcomes[action.id] == nil {
                outcomes[action.id] = .skipped(Interruption.skipped)
            }
        }

        watch.progress(.closing)
        return try await close(summary, posted: posted, outcomes: outcomes, activities: announced.activities)
    }

    private func begun() -> RunSummary {
        var summary = RunSummary(run: journal.run, startedAt: startedAt)
        summary.accounts = plan.accounts.count
        summary.unknown = plan.accounts.compactMap { outcome in
            outcome.error.map { RunSummary.Unknown(account: outcome.account, why: $0) }
        }
        for outcome in plan.accounts { summary.modes[watch.settings.mode(in: outcome.account.id), default: 0] += 1 }
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
        summary.remarks = plan.accounts.flatMap(\.sentences)
        summary.problems = plan.problems + heldByLookUps() + summary.remarks
        return summary
    }

    /// No message about a key is sent while a look-up fails, so the summary must show it.
    private func heldByLookUps() -> [String] {
        let held = plan.held.filter(\.reason.isFailedLookUp)
        return Dictionary(grouping: held, by: \.reason.text).sorted { $0.key < $1.key }.map {
            "\($0.value.count == 1 ? "1 key is" : "\($0.value.count) keys are") held: \($0.key)"
        }
    }

    private var heldByHours: Int { plan.held.filter { $0.reason == .outsideWorkingHours }.count }

    /// Nil when the channel could not be reached; the run then notifies owners and deactivates nothing.
    func post(_ summary: inout RunSummary) async throws -> Delivery? {
        guard let part = watch.composer.compose(.summary(summary), now: plan.at).first,
            let id = await journal.nextMessageID()
        else { return nil }
        let stamps =
            try await OpenPromises(ledger: watch.ledger, policy: watch.settings.policy)
            .stamp(of: journal.run, planned: plan.notices, at: plan.at)?.split ?? []
        let posting = SummarySender(messenger: watch.messenger, composer: watch.composer, clock: watch.clock)
        switch try await posting.post(part.payload, id: id, stamp: stamps.first) {
        case .delivered(let delivery):
            try await journal.record([.run(.summaryPosted(delivery: delivery), at: watch.clock.policy())])
            summary.problems += try await sender.post(stamps.dropFirst(), under: delivery)
            return delivery
        case .unreachable(_, let why), .notDelivered(let why), .unknown(let why), .unlisted(let why, _):
            summary.problems.append(
                "The summary could not be posted to the security channel: \(why.clause). Nothing was deactivated.")
            return nil
        }
    }

    /// From now on, what has a deadline up to now and is still to be done has waited without a reason.
    private func recordServed(_ done: DeactivationStage.Result) async throws {
        let failed = plan.deactivations.filter { done.outcomes[$0.id] != .done }.map(\.account.id)
        try await journal.record([
            .run(
                .deactivationsServed(
                    asOf: watch.clock.earlier(plan.at), except: plan.unserved(failed: Set(failed))),
                at: watch.clock.policy())
        ])
    }

    private func copies(of sent: [NoticeSender.Sent], under posted: Delivery) async throws -> [String] {
        let fresh = sent.filter { $0.action.recipient != .security }
            .map { MissingChannelCopy(message: $0.message, action: $0.action) }
        let owed = plan.missingCopies.filter {
            !settled.pendingFacts.contains(
                DeliveryFact(address: $0.action.address, kind: .channelCopyDelivered(notice: $0.message)))
        }
        return try await ChannelCopySender(sender: sender, composer: watch.composer)
            .send(owed + fresh, under: posted, now: plan.at)
    }

    var sender: OutboxSender {
        OutboxSender(journal: journal, messenger: watch.messenger, composer: watch.composer, clock: watch.clock)
    }

    private func tellDepartures() async throws -> [String] {
        guard !plan.left.isEmpty else { return [] }
        var messages: [OutboxMessage] = []
        for part in watch.composer.compose(.accountsLeft(plan.left), now: plan.at) {
            if let message = await sender.message(part, to: .security) { messages.append(message) }
        }
        try await sender.enqueue(messages, with: departures)
        var problems: [String] = []
        for message in messages {
            if let problem = try await sender.send(message).problem { problems.append(problem) }
        }
        return problems
    }

    private func close(
        _ opening: RunSummary, posted: Delivery?, outcomes: [String: ActionOutcome],
        activities: [String: KeyActivityLookup]
    ) async throws -> RunReport {
        var summary = opening
        var plan = plan
        for index in plan.actions.indices { plan.actions[index].activity = activities[plan.actions[index].id] }
        func count(_ kind: String, _ isWanted: (ActionOutcome) -> Bool) -> Int {
            plan.actions.filter { $0.kindName == kind && (outcomes[$0.id].map(isWanted) ?? false) }.count
        }
        summary.noticesDelivered = count("notice") { $0 == .delivered }
        summary.deactivated = count("deactivate") { $0 == .done }
        summary.newKeys = count("newKey") { $0 == .delivered }
        summary.rotated = count("rotated") { $0 == .delivered }
        summary.reactivated = count("reactivated") { $0 == .delivered }
        summary.finishedAt = watch.clock.policy()
        // Somebody may have stopped or resumed meanwhile.
        summary.stops = plan.inForce(try await EffectivePolicy(ledger: watch.ledger).stops())

        let draft = RunReport(plan: plan, outcomes: outcomes, summary: summary)
        let heads = try await watch.ledger.heads()
        try await journal.record([
            .run(
                .ended(
                    heads: heads,
                    counts: [
                        "notices": summary.noticesDelivered, "deactivated": summary.deactivated,
                        "newKeys": summary.newKeys, "rotated": summary.rotated, "held": plan.held.count,
                        MissedHours.count: heldByHours,
                    ], exitStatus: Int(draft.exitReasons.exitStatus)), at: watch.clock.policy())
        ])
        // Taken after the last event, so that it covers that one too; of the inbox, what that event recorded.
        let last = try await watch.ledger.heads().filter { $0.stream == .runs }
        summary.root = EventChain.root(of: heads.filter { $0.stream != .runs } + last)
        if let posted, let part = watch.composer.compose(.summary(summary), now: plan.at).first {
            switch try await watch.messenger.update(posted, payload: part.payload) {
            case .delivered: break
            case .unreachable(_, let why), .notDelivered(let why), .unknown(let why), .unlisted(let why, _):
                summary.problems.append("The summary could not be completed: \(why.clause).")
            }
        }
        return RunReport(plan: plan, outcomes: outcomes, summary: summary)
    }
}
