import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes

/// Judges what Relevo did by nothing but what people and AWS can see: the messages in Slack, the keys' statuses, the tags
/// and the configuration of the day.
///
/// It shares no rule with what decides: it reads what was said, to whom and when.
struct Oracle {
    /// What went on since the oracle looked last.
    enum Doing: Hashable {
        case nothing
        /// - Parameters:
        ///   - isOvertaken: whether it went on after its lease was over; what it was sending then can't be called back.
        ///   - isRaced: whether a user changed after everything was decided.
        case run(startedAt: Date, release: RunID?, isOvertaken: Bool, isRaced: Bool)
        case restore
        case retire(agreedBy: SlackUserID)
    }

    /// The world as it is while the oracle looks.
    struct Scene {
        let now: Date
        /// How far the machine's clock is ahead of AWS's; nil while AWS says no time.
        let ahead: Double?
        let settings: WatchSettings
        let estate: FakeEstate
        let messenger: RecordingMessenger
        let doing: Doing
        /// Accounts that a run read completely and without being killed.
        let completed: Set<AccountID>
        let runs: Set<RunID>
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

    /// Two clocks that agree to within this many seconds are taken for the same.
    static let grain: Double = 5

    var said: [AccessKeyID: [Said]] = [:]
    var told: [AccessKeyID: [Told]] = [:]
    var summaries: Set<String> = []
    var braked: [RunID: Braked] = [:]
    var lastBraked: Braked?
    var brakeHeld: [Date] = []
    var released: [String: Date] = [:]
    var grants: [Grant] = []
    var offs: [StatusChange] = []
    /// Keys that were deactivated and that no run has read since.
    private var unread: Set<AccessKeyID> = []
    /// Those of them that were deleted before one did: whether they were ever off can't be said.
    private(set) var deletedUnread: Set<AccessKeyID> = []
    var past = Past()
    private var copiedPast = Past()
    /// Whether Slack's history ever showed less than it holds: repeats are then to be expected.
    private(set) var hasLagged = false
    /// Whether anything was ever lost with a ledger, or said by a run that had lost its lease.
    private(set) var ledgersLost: [(from: Date, to: Date)] = []
    /// Keys about which a run spoke that had lost its lease: what it was sending then may say again what another run said.
    var spokenOverOf: Set<AccessKeyID> = []
    private var messagesSeen = 0
    private var changesSeen = 0

    /// What must be told of what it saw; called after every step.
    mutating func look(at scene: Scene, _ tally: inout Tally) -> [Fault] {
        var faults: [Fault] = []
        if case .run(let startedAt, let release?, _, _) = scene.doing, let list = braked[release] {
            for key in list.keys { released[key] = startedAt }
            tally.count("releases of the brake")
        }
        let messages = scene.messenger.messages[messagesSeen...]
        let changes = scene.estate.changes[changesSeen...]
        messagesSeen += messages.count
        changesSeen += changes.count
        var rest = changes[...]
        for message in messages {
            while let change = rest.first, change.trueAt < message.trueAt {
                rest = rest.dropFirst()
                faults += see(change, scene, &tally)
            }
            faults += hear(message, scene, &tally)
        }
        for change in rest { faults += see(change, scene, &tally) }
        var past = past
        past.look(around: scene, self)
        self.past = past
        note(changes, scene)
        return faults
    }

    private mutating func note(_ changes: ArraySlice<StatusChange>, _ scene: Scene) {
        let present = Set(scene.estate.users.filter { scene.completed.contains($0.account) }.flatMap(\.keys).map(\.id))
        unread.subtract(present)
        unread.formUnion(changes.filter { $0.byRelevo && !$0.isActive }.map(\.key))
        let deleted = unread.filter { !scene.estate.exists($0) }
        deletedUnread.formUnion(deleted)
        unread.subtract(deleted)
    }

    private mutating func see(_ change: StatusChange, _ scene: Scene, _ tally: inout Tally) -> [Fault] {
        var faults: [Fault] = []
        if change.byRelevo {
            if change.isActive {
                if scene.doing != .restore { faults.append(fault("switchedOn", change, "nobody asked for that")) }
            } else {
                offs.append(change)
                tally.count("deactivations")
                faults += judge(change, scene, &tally)
            }
        }
        past.note(change)
        return faults
    }

    func fault(_ kind: String, _ change: StatusChange, _ text: String) -> Fault {
        Fault(
            kind: kind,
            text: "\(change.user.name)'s \(change.key), switched \(change.isActive ? "on" : "off") on "
                + "\(change.trueAt.ISO8601Format()): \(text)")
    }
}

/// What befell the memory that Relevo has.
extension Oracle {
    mutating func copyLedger() { copiedPast = past }

    mutating func putBackLedger(of instant: Date, now: Date) {
        past.forget(since: instant, copiedPast)
        grants.removeAll { $0.from >= instant }
        ledgersLost.append((instant, now))
    }

    mutating func newLedger(now: Date) {
        grants = []
        past = Past()
        ledgersLost.append((.distantPast, now))
    }

    mutating func historyLagged() { hasLagged = true }
    mutating func brakeHeld(at instant: Date) { brakeHeld.append(instant) }
    mutating func granted(_ grant: Grant) {
        grants.removeAll { $0.subject == grant.subject }
        grants.append(grant)
    }
    mutating func grantEnds(_ subject: Exemption.Subject) { grants.removeAll { $0.subject == subject } }
}
