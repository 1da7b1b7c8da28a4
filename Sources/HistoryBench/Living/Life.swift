import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Logging

/// Runs one history: an estate, a Slack, a ledger and Relevo's own runs, checked by the oracle after every step.
final class Life {
    let history: History
    let clock = FixedClock(History.start)
    let estate: FakeEstate
    let messenger: RecordingMessenger
    let composer: PlainComposer
    var memory = Memory(number: 1)
    var ledger: InMemoryLedger { memory.ledger }
    var copied: (memory: Memory, at: Date)?
    /// The ledger that was put aside for another one.
    var aside: Memory?
    var ledgersMade = 1
    var settings = WatchSettings(policy: Policy(), mode: .enforce, teams: ["payments": Names.channel("C0PAYMENTS")])
    var oracle = Oracle()
    var counts = HistoryCounts()
    var failures: [Outcome.Failure] = []
    /// Users and keys by the history's numbers.
    var users: [Int: UserID] = [:]
    var keys: [Int: AccessKeyID] = [:]
    var step: Int?
    private var runs = 0
    /// The last run that deactivated anything.
    var lastDeactivating: RunID?
    /// What the last refusal offered to accept.
    var lastBehind: RunID?
    /// Whether the last run reported that it is unknown whether the ledger is the newest.
    var isInDoubt = false
    /// How often the channel could not be read, or only in part, at the last check.
    private var blindReadsSeen = 0

    private let tell: (@Sendable (String) -> Void)?
    private var messagesTold = 0
    private var changesTold = 0

    private init(_ history: History, _ tell: (@Sendable (String) -> Void)?) {
        self.history = history
        self.tell = tell
        estate = FakeEstate(clock: clock, accounts: (1...max(1, history.accounts)).map(Names.account))
        messenger = RecordingMessenger(clock: clock, secondsPerMessage: 1)
        composer = PlainComposer(actionsPerPart: history.actionsPerPart)
        settings.policy.maxPercent = 100
    }

    /// One ledger, and the runs that it knows.
    struct Memory {
        let number: Int
        var ledger = InMemoryLedger()
        var runs: Set<RunID> = []
    }

    static func live(
        _ history: History, until isEnough: (@Sendable (Outcome.Failure) -> Bool)?,
        telling tell: (@Sendable (String) -> Void)?
    ) async -> Outcome {
        await withTaskExecutorPreference(OneAtATime()) {
            let life = Life(history, tell)
            for (number, step) in history.steps.enumerated() {
                life.step = number
                tell?("\(life.clock.truth.ISO8601Format()) step \(number + 1): \(step.text)")
                await life.take(step)
                life.tellStory()
                if let isEnough, life.failures.contains(where: isEnough) { return life.outcome }
            }
            life.step = nil
            await life.end()
            return life.outcome
        }
    }

    /// Messages and changes since the last output, line by line.
    func tellStory() {
        guard let tell else { return }
        let (messages, changes) = (messenger.messages, estate.changes)
        for change in changes[changesTold...] {
            tell(
                "  \(change.trueAt.ISO8601Format()) \(change.user.name)'s \(change.key) is "
                    + "\(change.isActive ? "activated" : "deactivated")\(change.byRelevo ? " by Relevo" : "")")
        }
        for message in messages[messagesTold...] {
            tell(
                "  \(message.trueAt.ISO8601Format()) \(message.id) to \(message.recipient.text): "
                    + "\(message.payload.word) \(message.payload.text)\(message.wasConfirmed ? "" : " (answer lost)")")
            for line in message.payload.lines {
                tell(
                    "    \(line.key) \(line.kind) stage \(line.stage ?? 0) round \(line.round ?? 0)"
                        + "\(line.isBinding ? " binding" : "")\(line.isPossibleRepeat ? " repeat?" : "") "
                        + "\(line.deadline?.ISO8601Format() ?? "")")
            }
        }
        (messagesTold, changesTold) = (messages.count, changes.count)
    }

    private var outcome: Outcome {
        Outcome(
            failures: failures, counts: counts, digest: Digest.of(messenger.messages, estate.changes))
    }

    func nextRun() -> RunID {
        runs += 1
        let run: RunID = Names.id("run-\(10_000 + runs)")
        memory.runs.insert(run)
        return run
    }

    func fail(_ kind: String, _ text: String) {
        failures.append(Outcome.Failure(kind: kind, text: text, step: step))
    }

    /// Lets the oracle check the messages and changes since its last check.
    func judge(_ looks: Oracle.Doing, completed: Set<AccountID> = [], runs: Set<RunID> = []) {
        let scene = scene(looks, completed: completed, runs: runs)
        blindReadsSeen = messenger.blindReads
        for fault in oracle.check(scene, &counts) { fail(fault.kind, fault.text) }
    }

    func scene(_ looks: Oracle.Doing, completed: Set<AccountID> = [], runs: Set<RunID> = []) -> Oracle.Scene {
        Oracle.Scene(
            now: clock.truth, ahead: clock.aheadOfAWS, settings: settings, estate: estate, messenger: messenger,
            doing: looks, completed: completed, runs: runs, ledger: memory.number, known: memory.runs,
            sawChannel: messenger.blindReads == blindReadsSeen)
    }
}

extension History {
    /// Runs it from its first step to the quiet days at its end.
    ///
    /// - Parameters:
    ///   - isEnough: ends it after the step in which such a failure is found.
    ///   - tell: receives the story, line by line.
    package func live(
        until isEnough: (@Sendable (Outcome.Failure) -> Bool)? = nil,
        telling tell: (@Sendable (String) -> Void)? = nil
    ) async -> Outcome {
        await Life.live(self, until: isEnough, telling: tell)
    }
}
