import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes

/// Judges Relevo only by what people and AWS can see: the messages in Slack, the keys' statuses, the tags and the
/// configuration of the day.
///
/// It shares no rule with the deciding code: it reads which messages were sent, to whom and when.
struct Oracle {
    /// What happened since the last check.
    enum Doing: Hashable {
        case nothing
        /// - Parameters:
        ///   - isOvertaken: whether it continued after its lease expired; messages on their way then can't be recalled.
        ///   - isRaced: whether a user changed after everything was decided.
        case run(startedAt: Date, release: RunID?, isOvertaken: Bool, isRaced: Bool)
        case restore
    }

    /// The world at the time of a check.
    struct Scene {
        let now: Date
        /// How far the machine's clock is ahead of AWS's; nil while AWS sends no time.
        let ahead: Double?
        var settings: WatchSettings
        let estate: FakeEstate
        let messenger: RecordingMessenger
        let doing: Doing
        /// Accounts that a run read completely and without being killed.
        let completed: Set<AccountID>
        let runs: Set<RunID>
        /// The ledger that is in use, and the runs that it knows.
        let ledger: Int
        let known: Set<RunID>
        /// Whether every read of the channel succeeded.
        let sawChannel: Bool
    }

    /// A broken promise.
    struct Fault {
        let kind: String
        let text: String
    }

    /// One key's part of a notice that is in Slack.
    struct Said {
        let at: Date
        let recipient: Recipient
        let line: PlainPayload.Line
        let wasConfirmed: Bool
        /// Whether its run was cut off: the answer about the sending may be lost.
        let wasCutOff: Bool
        /// Whether the tags named the recipient as the owner when it was sent.
        let wasToOwner: Bool
        /// Whether another run had taken the lease from its run, or the other way round.
        let isOfTwoRuns: Bool
        /// The policy's `max-overdue-days` when it was sent.
        let maxOverdueDays: Int
        /// The run that sent it.
        let run: RunID?
    }

    /// One key's part of any other message.
    struct Told {
        let at: Date
        let recipient: Recipient
        let word: String
        let line: PlainPayload.Line
    }

    /// An exemption that somebody granted by command.
    struct Grant {
        let subject: Exemption.Subject
        let from: Date
        let until: Date
        let isSure: Bool
    }

    /// A list that the channel was shown.
    struct Braked {
        let run: RunID
        let keys: Set<String>
    }

    /// Clocks that differ by at most this many seconds count as equal.
    static let grain: Double = 5
    /// Seconds: clocks further apart contradict each other.
    static let clockTolerance: Double = 300

    var said: [AccessKeyID: [Said]] = [:]
    var told: [AccessKeyID: [Told]] = [:]
    var summaries: Set<String> = []
    var braked: [RunID: Braked] = [:]
    var lastBraked: Braked?
    /// Keys that a run reported as held because of the day's limit or the alarm, and when it last did.
    var waited: [AccessKeyID: Date] = [:]
    /// Runs that ended before they could report what they held.
    var endedSilently: [Date] = []
    /// Each run's configuration, its start, and whether it ended: it is unknown whether a run that was cut off recorded its
    /// configuration.
    var used: [(at: Date, settings: WatchSettings, isSure: Bool)] = []
    /// The last run that did everything due in an account.
    var served: [AccountID: Date] = [:]
    var released: [String: Date] = [:]
    var grants: [Grant] = []
    /// What is certainly stopped, by scope, and since when.
    var stops: [String: Date] = [:]
    private var resumed: [String: Date] = [:]
    private(set) var exemptTagsSince: [UserID: Date] = [:]
    var offs: [StatusChange] = []
    /// Deactivated keys that no run has read since.
    private var unread: Set<AccessKeyID> = []
    /// Those of them whose run was cut off.
    private var cutOff: Set<AccessKeyID> = []
    /// Keys that were deleted or activated again after such a run, before one read them: it is unknown whether they were ever
    /// inactive.
    private(set) var lostFromSight: Set<AccessKeyID> = []
    /// The ledger behind each of `offs`, and who had been notified of the day.
    var doers: [(ledger: Int, owners: Set<Recipient>)] = []
    var past = Past()
    private var copiedPast = Past()
    /// What the ledger that was put aside could notice and has recorded.
    private var aside: (past: Past, grants: [Grant], stops: [String: Date]) = (Past(), [], [:])
    /// Whether two ledgers ever sent messages about the same keys.
    private(set) var hasOtherLedgers = false
    /// Whether Slack's history was ever incomplete: then repeats are expected.
    private(set) var hasLagged = false
    private var hadTrouble = false
    /// Whether anything was ever lost with a ledger, or sent by a run that had lost its lease.
    private(set) var ledgersLost: [(from: Date, to: Date)] = []
    /// Keys in the messages of a run that had lost its lease: what it was sending then may repeat another run's message.
    var spokenOverOf: Set<AccessKeyID> = []
    /// Ids under two names when the step began.
    private(set) var sharedBefore: Set<String> = []
    private var messagesSeen = 0
    private var changesSeen = 0

    /// Checks everything since the last check; called after every step.
    mutating func check(_ scene: Scene, _ counts: inout HistoryCounts) -> [Fault] {
        var faults: [Fault] = []
        if case .run(let startedAt, let release?, _, _) = scene.doing, let list = braked[release] {
            for key in list.keys { released[key] = startedAt }
            counts.count("releases of the alarm")
        }
        let messages = scene.messenger.messages[messagesSeen...]
        let changes = scene.estate.changes[changesSeen...]
        messagesSeen += messages.count
        changesSeen += changes.count
        var rest = changes[...]
        for message in messages {
            while let change = rest.first, change.trueAt < message.trueAt {
                rest = rest.dropFirst()
                faults += see(change, scene, &counts)
            }
            faults += hear(message, scene, &counts)
        }
        for change in rest { faults += see(change, scene, &counts) }
        var past = past
        past.observe(scene, self)
        self.past = past
        note(changes, scene)
        sharedBefore = shared(scene)
        return faults
    }

    private mutating func note(_ changes: ArraySlice<StatusChange>, _ scene: Scene) {
        let present = Set(scene.estate.users.filter { scene.completed.contains($0.account) }.flatMap(\.keys).map(\.id))
        unread.subtract(present)
        let off = Set(changes.filter { $0.byRelevo && !$0.isActive }.map(\.key))
        unread.formUnion(off)
        cutOff.subtract(off)
        if scene.doing.isRun, scene.completed.isEmpty { cutOff.formUnion(off) }
        let lost = unread.filter { key in
            !scene.estate.exists(key)
                || cutOff.contains(key) && changes.contains { $0.key == key && $0.isActive && !$0.byRelevo }
        }
        lostFromSight.formUnion(lost)
        unread.subtract(lost)
    }

    private mutating func see(_ change: StatusChange, _ scene: Scene, _ counts: inout HistoryCounts) -> [Fault] {
        var faults: [Fault] = []
        if change.byRelevo {
            if change.isActive {
                if scene.doing != .restore { faults.append(fault("switchedOn", change, "nobody requested that")) }
            } else {
                offs.append(change)
                doers.append((scene.ledger, toldTheDay(of: change, scene)))
                counts.count("deactivations")
                faults += judge(change, scene, &counts)
            }
        }
        past.note(change)
        aside.past.note(change, byAnother: true)
        return faults
    }

    /// Messages about a key by runs that the ledger in use knows: nothing else can have armed it.
    func words(about key: AccessKeyID, _ scene: Scene) -> [Said] {
        (said[key] ?? []).filter { $0.run.map(scene.known.contains) ?? false }
    }

    /// Who was notified of the day of the deactivation: the last recipient of a notice and, if that was a last notice,
    /// everyone who was notified about it.
    private func toldTheDay(of done: StatusChange, _ scene: Scene) -> Set<Recipient> {
        guard let last = words(about: done.key, scene).last else { return [] }
        guard last.line.isLast else { return [last.recipient] }
        let heard = (told[done.key] ?? []).filter { $0.word == "lastNotice" && $0.at >= last.at }
        return Set([last.recipient] + heard.map(\.recipient))
    }

    /// Messages about a key that the ledger in use knows, or could see in the channel's summaries.
    func words(toBeHeeded key: AccessKeyID, at instant: Date, _ scene: Scene) -> [Said] {
        (said[key] ?? []).filter { said in
            guard let run = said.run, !scene.known.contains(run) else { return true }
            // A channel that lags shows messages older than an hour.
            guard !hasLagged || instant.timeIntervalSince(said.at) > 3_700 else { return false }
            return scene.messenger.shows(summaryOf: run.rawValue)
        }
    }

    func fault(_ kind: String, _ change: StatusChange, _ text: String) -> Fault {
        Fault(
            kind: kind,
            text: "\(change.user.name)'s \(change.key), \(change.isActive ? "activated" : "deactivated") on "
                + "\(change.trueAt.ISO8601Format()): \(text)")
    }
}

/// What happened to the ledgers.
extension Oracle {
    mutating func copyLedger() { copiedPast = past }

    mutating func putBackLedger(of instant: Date, now: Date) {
        past.forget(since: instant, copiedPast)
        grants.removeAll { $0.from >= instant }
        stops = stops.filter { $0.value < instant }
        ledgersLost.append((instant, now))
    }

    mutating func newLedger(now: Date) {
        grants = []
        stops = [:]
        past = Past()
        ledgersLost.append((.distantPast, now))
    }

    mutating func otherLedger() {
        (past, grants, stops, aside) = (aside.past, aside.grants, aside.stops, (past, grants, stops))
        // A run of the other ledger doesn't count for this one.
        served = [:]
        hasOtherLedgers = true
    }

    mutating func historyLagged() { hasLagged = true }
    /// Whether any message was ever lost, refused or killed on its way: then it is unknown who was notified.
    var hasMissed: Bool { hasLagged || !ledgersLost.isEmpty || hasOtherLedgers || hadTrouble }
    mutating func hasTrouble() { hadTrouble = true }
    mutating func granted(_ grant: Grant) {
        grants.removeAll { $0.subject == grant.subject }
        grants.append(grant)
    }
    mutating func stopped(_ scope: Stop.Scope, at instant: Date) {
        stops[scope.plainText] = min(stops[scope.plainText] ?? instant, instant)
    }

    /// Relevo's own stops show only in the channel, perhaps long after somebody resumed.
    mutating func heardStop(_ text: String, at instant: Date) {
        let words = text.split(separator: " ").map(String.init)
        guard words.count > 2, words[2] != "person", let since = try? Date(words[1], strategy: .iso8601),
            since > resumed[words[0]] ?? .distantPast
        else { return }
        stops[words[0]] = min(stops[words[0]] ?? instant, instant)
    }

    mutating func resumed(_ scope: Stop.Scope, at instant: Date) {
        stops[scope.plainText] = nil
        resumed[scope.plainText] = instant
    }

    mutating func taggedExempt(_ user: UserID, at instant: Date) { exemptTagsSince[user] = instant }

    mutating func grantEnds(_ subject: Exemption.Subject) { grants.removeAll { $0.subject == subject } }
}
