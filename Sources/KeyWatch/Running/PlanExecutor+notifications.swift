import FoundationEssentials
import KeyPolicy

/// What a run sends to the security channel besides its summary: an accepted ledger, the alarm, users who wait to be
/// confirmed, and changes of the configuration.
extension PlanExecutor {
    /// Reads the channel once more, just before anything is deactivated: runs of other ledgers that began meanwhile
    /// have posted what they are about to promise.
    func readChannelAgain(before rest: Plan) async throws -> Planner {
        guard !rest.deactivations.isEmpty else { return decision.planner }
        let finding = try await RollbackDetector(
            ledger: context.ledger, messenger: context.messenger, policy: context.settings.policy
        ).detect(at: clock.policy(), seeksSummary: false)
        try await journal.record(finding.remembered.map { .run(.markerSeen(marker: $0), at: clock.policy()) })
        let behind = finding.behind.map { "this ledger doesn't contain run \($0.run)" }
        return decision.planner.doubting(behind ?? finding.doubt)
    }

    /// Somebody continued without knowing what other runs promised: the channel is notified which keys begin a new
    /// round.
    func tellAcceptance() async throws -> [Problem] {
        guard let until = opening.acceptedUntil else { return [] }
        let anew = Set(
            plan.observations.filter { $0.event == .roundEnded(reason: .ledgerGap) }.map(\.address))
        let planned = plan.actions.map {
            HeldKey(
                account: $0.account, user: $0.user, key: $0.key, ageDays: $0.ageDays, addressee: $0.addressee,
                reason: .notPromised)
        }
        var keys: [KeyAddress: HeldKey] = [:]
        for key in planned + plan.held where anew.contains(key.user.address(of: key.key.id)) {
            keys[key.user.address(of: key.key.id)] = key
        }
        return try await tell(
            .ledgerAccepted(keys.sorted { $0.key < $1.key }.map(\.value), until: until), "accepted")
    }

    /// The list that somebody must check, and how to release it.
    func askAboutAlarm() async throws -> [Problem] {
        let held = plan.alarmed
        guard !held.isEmpty else { return [] }
        return try await tell(.braked(held, run: journal.run), "alarm", isKept: false)
    }

    /// Users whom an approver must confirm to be machines: posted every day until then.
    func nameUnconfirmed() async throws -> [Problem] {
        let policy = context.settings.policy
        let waiting = plan.unconfirmed
        guard !waiting.isEmpty else { return [] }
        let told = try await context.ledger.events(
            ofKind: .unconfirmedNamed, in: .runs, since: Days.after(-2, plan.at))
        guard !told.contains(where: { policy.day(at: $0.at) == policy.day(at: plan.at) }) else { return [] }
        let problems = try await tell(.stopsUnconfirmed(waiting), "unconfirmed", isKept: false)
        let users = waiting.compactMap { if case .user(_, let id) = $0.scope { id } else { nil } }
        if problems.isEmpty {
            try await journal.record([.run(.unconfirmedNamed(users: users), at: clock.policy())])
        }
        return problems
    }

    /// Sends the week's list of users whose owners can't be reached.
    func nameUnreachable() async throws -> [Problem] {
        guard let fact = plan.listed(at: clock.policy()) else { return [] }
        // Recorded with the first part.
        let first = journal.messageID("unreachable", part: 1)
        let isRecorded = earlier?.queued.contains { $0 == first } ?? false
        return try await tell(
            .ownersUnreachable(plan.weeklyList), "unreachable", with: isRecorded ? [] : [fact])
    }

    /// Records a changed configuration, and notifies the channel: in the thread, or at the top level where it enforces
    /// more or there is no summary. The narrower settings count for the day also when Slack is down.
    func recordSettings(under posted: Delivery?) async throws -> [Problem] {
        let record = SettingsRecord(ledger: context.ledger)
        let now = clock.policy()
        guard let update = try await record.change(to: context.settings, at: now) else { return [] }
        guard !update.isFirst else {
            try await journal.record([update.fact(at: now)])
            return []
        }
        let today = context.settings.policy.day(at: now)
        return try await tell(
            .settingsChanged(update.changes, from: update.isWidened ? today.next : nil), "settings",
            thread: update.isWidened ? nil : posted, with: [update.fact(at: now)])
    }

    /// Reports accounts that are no longer watched.
    func tellDepartures(under posted: Delivery?) async throws -> [Problem] {
        let departures = Departures(ledger: context.ledger, clock: clock)
        guard !plan.left.isEmpty else { return [] }
        return try await tell(
            .accountsLeft(plan.left), "left", thread: posted,
            with: departures.departures(of: try await departures.unreported(plan.left)))
    }

    /// Sends what the channel is told once per run, and records `facts` with it.
    ///
    /// A call that goes on with the run repeats no part that an earlier one queued, unless it was withdrawn: what is
    /// still open is reported, and the next run sends it.
    private func tell(
        _ notification: Notification, _ name: String, thread: Delivery? = nil, isKept: Bool = true,
        with facts: [NewEvent] = []
    ) async throws -> [Problem] {
        var messages: [OutboxMessage] = []
        var problems: [Problem] = []
        let open = earlier?.begunAt == nil ? [] : Set(try await context.ledger.unsentMessages().map(\.id))
        for (number, part) in context.composer.compose(notification, now: plan.at).enumerated() {
            guard let id = unusedID(name, part: number + 1) else { continue }
            if open.contains(id) {
                problems.append(
                    Problem(
                        .messageMayNotHaveArrived, about: .recipient(.security),
                        "A message to the security channel is still in the outbox; the next run looks for it."))
            } else if !(earlier?.queued.contains(id) ?? false) {
                messages.append(
                    OutboxMessage(
                        id: id, recipient: .security, about: nil, payload: part.payload, queuedAt: clock.policy(),
                        thread: thread, isKept: isKept))
            }
        }
        // Without facts, a run that ends in between has queued no more than it can send.
        let groups = facts.isEmpty ? messages.map { [$0] } : [messages]
        for group in groups {
            try await sender.enqueue(group, with: facts)
            for message in group { problems += [try await sender.send(message).problem].compactMap(\.self) }
        }
        return problems
    }

    /// The part's id; another one for each attempt that was withdrawn.
    private func unusedID(_ name: String, part: Int) -> MessageID? {
        var attempts = 0
        while true {
            let text = attempts == 0 ? name : "\(name)a\(attempts)p"
            guard let id = journal.messageID(text, part: part) else { return nil }
            guard earlier?.withdrawn.contains(id) ?? false else { return id }
            attempts += 1
        }
    }
}
