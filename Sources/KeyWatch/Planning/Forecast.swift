package import FoundationEssentials
package import KeyPolicy

/// What daily runs would do on each day ahead if nobody acted and every message arrived.
///
/// Each day is decided as a run decides, over a ledger that has the results of the days before in memory.
package struct Forecast: Sendable {
    /// A year.
    package static let mostDays = 366

    private let store: any DecisionLedger
    private let messenger: any Messenger
    private let settings: WatchSettings
    private let clock: RunClock

    package init(
        store: any DecisionLedger, messenger: any Messenger, settings: WatchSettings, clock: RunClock
    ) {
        self.store = store
        self.messenger = messenger
        self.settings = settings
        self.clock = clock
    }

    /// One plan per day from `start` to `end`, at the same time of day; `mostDays` at the most.
    package func days(
        _ estate: EstateScan.Result, from start: Date, to end: Date, run: RunID
    ) async throws -> [Plan] {
        let ledger = ForecastLedger(over: store)
        let messenger = OnceAsked(messenger)
        let fence = Fence(number: 0, holder: run)
        let planner = Planner(ledger: ledger, messenger: messenger, settings: settings, clock: clock)
        var outcomes = estate.outcomes
        var plans: [Plan] = []
        for day in 0...min(Self.mostDays - 1, max(0, Days.whole(from: start, to: end))) {
            let now = Days.after(day, start)
            let plan = try await planner.plan(
                outcomes, readers: estate.readers, left: [], unknownDeliveries: [], now: now)
            plans.append(plan)
            // What enforces more takes effect on the day after a run recorded it.
            let change = try await SettingsRecord(ledger: ledger).change(to: settings, at: now)
            try await ledger.append(
                facts(of: plan, run: run) + [change?.fact(at: now)].compactMap(\.self), run: run, fence: fence)
            try await switchOff(plan.deactivations, in: ledger, fence: fence)
            if day == 0 { outcomes = try await listed(outcomes, in: ledger) }
        }
        return plans
    }

    /// What a run would have recorded after it did everything that was planned.
    private func facts(of plan: Plan, run: RunID) -> [NewEvent] {
        // A message counts only in the channel that it was sent to.
        let channel = settings.securityChannel?.rawValue ?? "forecast"
        let delivery = Delivery(place: channel, id: "0", at: plan.at)
        var facts: [NewEvent] = plan.firstSeen.sorted { $0.key < $1.key }.map {
            .about($0.key, .known(since: $0.value), at: plan.at)
        }
        facts += plan.observations.map { .about($0.address, $0.event, at: plan.at) }
        facts.append(
            .run(.deactivationsServed(asOf: plan.at, except: plan.unserved(failed: [])), at: plan.at))
        facts += [plan.listed(at: plan.at)].compactMap(\.self)
        for (number, action) in plan.actions.enumerated() {
            let events: [KeyEvent]
            switch action.kind {
            case .notice(let planned):
                let id = "forecast-\(Int(plan.at.timeIntervalSince1970))-\(number)"
                guard let message = MessageID(rawValue: id) else { continue }
                let notice = Notice(
                    planned.content, message: message, recipient: action.recipient,
                    keyCreatedAt: action.key.createdAt, decidedAt: plan.at)
                events = [
                    .noticeQueued(notice: notice), .noticeDelivered(message: message, delivery: delivery),
                    .channelCopyDelivered(message: message, delivery: delivery),
                ]
            case .deactivate: events = [.deactivated]
            case .announce(let announcement):
                events = Set([Recipient.security, action.recipient].map(announcement.told)).map { .announced(told: $0) }
            case .restore: events = []
            }
            facts += events.map { .about(action.address, $0, at: plan.at) }
        }
        return facts
    }

    private func switchOff(_ actions: [PlannedAction], in ledger: ForecastLedger, fence: Fence) async throws {
        for (id, group) in Dictionary(grouping: actions, by: \.user.id) {
            guard let account = group.first?.account.id,
                var stored = try await ledger.everyUser(in: account).first(where: { $0.user.id == id })
            else { continue }
            for index in stored.user.keys.indices
            where group.contains(where: { $0.key.id == stored.user.keys[index].id }) {
                stored.user.keys[index].status = .inactive
            }
            try await ledger.save([stored], removing: [], in: account, fence: fence)
        }
    }

    /// From the second day on no user is read again: everything stays as it is today.
    private func listed(_ outcomes: [ScanOutcome], in ledger: ForecastLedger) async throws -> [ScanOutcome] {
        var everyone: [ScanOutcome] = []
        for outcome in outcomes {
            let ids = Set(try await ledger.everyUser(in: outcome.account.id).map(\.user.id))
            everyone.append(
                ScanOutcome(
                    account: outcome.account, startedAt: outcome.startedAt, error: outcome.error,
                    remarks: outcome.remarks, listed: ids))
        }
        return everyone
    }
}

/// Asks Slack about each person once, however many days the forecast has, and never sends.
private actor OnceAsked: Messenger {
    private let messenger: any Messenger
    private var answers: [SlackUserID: Reachability] = [:]
    private var presences: [SlackUserID: Reachability] = [:]

    init(_ messenger: any Messenger) { self.messenger = messenger }

    func check() async throws { try await messenger.check() }

    func presence(of person: SlackUserID) async -> Reachability {
        if let answer = presences[person] { return answer }
        let answer = await messenger.presence(of: person)
        if case .unknown = answer { return answer }
        presences[person] = answer
        return answer
    }

    func reachability(of person: SlackUserID) async -> Reachability {
        if let answer = answers[person] { return answer }
        let answer = await messenger.reachability(of: person)
        if case .unknown = answer { return answer }
        answers[person] = answer
        return answer
    }

    func send(
        _ payload: String, id: MessageID, to recipient: Recipient, thread: Delivery?, stamp: SummaryMarker?
    ) -> SendOutcome {
        .notDelivered("a forecast sends nothing")
    }

    func readership() async -> Readership { .unknown }

    nonisolated var securityChannel: String { "forecast" }

    func markers(in search: MarkerSearch) -> MarkerPage { MarkerPage(markers: [], newest: nil, readDownTo: nil) }

    func update(_ delivery: Delivery, payload: String) -> SendOutcome { .notDelivered("a forecast sends nothing") }

    func find(_ id: MessageID, at recipient: Recipient, thread: Delivery?, meant: Date) throws -> Delivery? {
        throw MessengerError.cannotLookUp("a forecast looks nothing up")
    }
}
