import FoundationEssentials
import KeyPolicy

/// Runs a queue day by day with the pure core alone: what is due, where there is room, whose turn it is, what the alarm stops.
struct QueueLife {
    /// A key from its first notice to its end, as seen from outside.
    struct Lived {
        let account: Int
        let createdAt: Date
        /// Announced deadlines, in order.
        var told: [Date] = []
        var firstToldAt: Date?
        /// Active keys of its account at its first notice.
        var activeThen = 0
        var doneAt: Date?
        var waited = false
    }

    let history: QueueHistory
    private let policy: Policy
    private let brake: Brake
    private var users: [User] = []
    private var places: [KeyAddress: Int] = [:]
    private var histories: [KeyHistory] = []
    private var open: [KeyAddress: OpenPromise] = [:]
    private var past: [Brake.Past] = []
    private var lastChance: [AccountID: Date] = [:]
    private(set) var keys: [Lived] = []
    private(set) var runs: [Date] = []
    /// The first run's forecast.
    private(set) var pace: DeactivationPace?
    private(set) var alarms: [String] = []

    init(_ history: QueueHistory) {
        self.history = history
        policy = history.policy
        brake = Brake(
            maxDeactivations: history.limit, maxPercent: history.maxPercent,
            perAccount: Dictionary(
                uniqueKeysWithValues: history.accounts.enumerated().compactMap { index, account in
                    account.limit.map { (Names.accountID(index + 1), $0) }
                }))
        for (index, account) in history.accounts.enumerated() {
            for age in account.ages { add(index, createdAt: firstRun.addingTimeInterval(-(age * 86_400).rounded())) }
        }
    }

    private var firstRun: Date { History.start.addingTimeInterval(history.jobAt - 12 * 3_600) }

    private mutating func add(_ account: Int, createdAt: Date) {
        let number = users.count + 1
        let digits = String(repeating: "0", count: 8 - "\(number)".count) + "\(number)"
        let key = AccessKey(
            id: Names.id("AKIAQUEUE\(digits)"), status: .active, createdAt: createdAt,
            lastUse: number.isMultiple(of: 3) ? .never : .used(at: History.start, service: "s3", region: nil))
        let id = Names.accountID(account + 1)
        let user = User(
            account: id, id: Names.id("AIDAQUEUE\(digits)"), name: "user\(number)", path: "/",
            arn: "arn:aws:iam::\(id):user/user\(number)", createdAt: createdAt,
            tags: ["type": "engineer", "slack-id": "U0QUEUE"], keys: [key])
        places[user.address(of: key.id)] = users.count
        users.append(user)
        histories.append(KeyHistory())
        keys.append(Lived(account: account, createdAt: createdAt))
    }

    /// Runs until every key is deactivated, or so many days are over.
    mutating func live(days: Int) {
        var random = SeededRandom(seed: history.seed &+ 1)
        for day in 0..<days where !history.missed.contains(day) {
            let late = history.jitter > 0 ? Double(random.number(0...Int(history.jitter))) : 0
            run(Date(timeIntervalSince1970: Days.after(day, firstRun).timeIntervalSince1970 + late))
            if keys.allSatisfy({ $0.doneAt != nil }) { return }
        }
    }

    private mutating func run(_ now: Date) {
        // A run decides as of its minute.
        let now = Date(timeIntervalSince1970: (now.timeIntervalSince1970 / 60).rounded(.down) * 60)
        runs.append(now)
        var actions: [PlannedAction] = []
        var waiting: [KeyAddress: Date] = [:]
        var active: [AccountID: Int] = [:]
        var closed: Set<AccountID> = []
        var ended: Set<KeyAddress> = []
        for index in users.indices where keys[index].doneAt == nil {
            active[users[index].account, default: 0] += 1
            guard users[index].keys[0].age(at: now) >= policy.ladder[0] else { continue }
            let decision = decide(index, now)
            actions += decision.actions
            waiting.merge(decision.waiting) { $1 }
            closed.formUnion(decision.held.filter(\.reason.closesAccount).map(\.account.id))
            for seen in decision.observations {
                if case .roundEnded = seen.event { ended.insert(seen.address) }
                apply(seen.event, seen.address, now)
            }
        }
        var room = Room(
            policy: policy, brake: brake, activeKeys: active, open: open.values.filter { !ended.contains($0.address) },
            past: past, now: now)
        actions = room.place(actions)
        pace =
            pace
            ?? DeactivationPace(
                brake: brake, policy: policy, keys: active, promised: room.promised, past: past, now: now)
        let sorted = brake.sort(
            actions.filter { $0.promisedDeadline != nil },
            on: Brake.Day(
                now: now, days: WorkDays(policy), past: past, activeKeys: active, waiting: Set(waiting.keys),
                lastChance: lastChance))
        for (action, reason) in sorted.held {
            hold(action, reason, now)
            for seen in Brake.observations(
                of: reason, about: action.address, lastWritten: waiting[action.address], policy: policy, now: now)
            {
                apply(seen.event, seen.address, now)
            }
        }
        for action in sorted.go { deactivate(action, now) }
        for action in actions { tell(action, active[action.account.id] ?? 0, now) }
        for account in active.keys where !closed.contains(account) { lastChance[account] = now }
    }

    private func decide(_ index: Int, _ now: Date) -> UserDecision {
        let user = users[index]
        return UserDecision(
            DecisionInput(
                user: user, account: Account(id: user.account, name: ""), mode: .enforce, isAccountComplete: true,
                accountKnownSince: nil, histories: [user.keys[0].id: histories[index]],
                addressee: Addressee(.person(Names.id("U0QUEUE"))), addresseeUnknown: nil, clocksAgree: true,
                now: now, gateNow: now),
            policy: policy)
    }

    private mutating func hold(_ action: PlannedAction, _ reason: HoldReason, _ now: Date) {
        guard let index = places[action.address] else { return }
        if case .rate = reason {
            keys[index].waited = true
        } else {
            alarms.append("\(now.ISO8601Format()): \(reason.text)")
        }
    }

    private mutating func deactivate(_ action: PlannedAction, _ now: Date) {
        guard let index = places[action.address] else { return }
        keys[index].doneAt = now
        apply(.deactivated, action.address, now)
        past.append(Brake.Past(account: action.account.id, at: now))
        past.removeAll { $0.at < Days.after(-2, now) }
    }

    private mutating func tell(_ action: PlannedAction, _ active: Int, _ now: Date) {
        guard let notice = action.notice, let index = places[action.address] else { return }
        let message: MessageID = Names.id("queue-\(Int(now.timeIntervalSince1970))-\(index)")
        let said = Notice(
            notice.content, message: message, recipient: action.recipient, keyCreatedAt: action.key.createdAt,
            decidedAt: now)
        let delivery = Delivery(place: "D0", id: "1", at: now)
        for event in [
            KeyEvent.noticeQueued(notice: said), .noticeDelivered(message: message, delivery: delivery),
            .channelCopyDelivered(message: message, delivery: delivery),
        ] { apply(event, action.address, now) }
        keys[index].told.append(notice.deadline)
        if keys[index].firstToldAt == nil {
            keys[index].firstToldAt = now
            keys[index].activeThen = active
        }
    }

    private mutating func apply(_ event: KeyEvent, _ address: KeyAddress, _ now: Date) {
        guard let index = places[address] else { return }
        histories[index].apply(event, at: now)
        open[address] = OpenPromise.after(event, about: address, open: open[address])
    }
}
