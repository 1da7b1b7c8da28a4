import FoundationEssentials
import HistoryBench
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Logging
import Testing

/// An estate, a Slack and a ledger, watched day after day; the promise is checked after every run.
final class Watched {
    let clock = FixedClock(Made.day(0))
    let estate: FakeEstate
    let messenger: RecordingMessenger
    /// May be put back to an older copy.
    var ledger = InMemoryLedger()
    var settings: WatchSettings
    var composer = PlainComposer()
    /// Said with a broken promise, so that it can be lived through again.
    var label = ""
    private(set) var runs = 0
    private var promise = PromiseCheck()
    /// Calls that acted and left something to do, of runs in stages.
    var actCalls = 0
    /// The same of those that decided.
    var decideCalls = 0

    let one = Made.account(1)

    init(
        accounts: [Account] = [Made.account(1)], mode: Mode = .enforce, secondsPerMessage: Double = 0,
        secondsPerPerson: Double = 0
    ) {
        estate = FakeEstate(clock: clock, accounts: accounts)
        messenger = RecordingMessenger(
            clock: clock, secondsPerMessage: secondsPerMessage, secondsPerPerson: secondsPerPerson)
        settings = WatchSettings(policy: Policy(), mode: mode)
    }

    /// An engineer with one key created on day 0, whom everybody calls anna.
    @discardableResult
    func anna(keyOnDay day: Double = 0) -> (user: UserID, key: AccessKeyID) {
        let user = estate.addUser(
            "anna", in: one.id, tags: Made.engineer("U0ANNA", "Anna Ek"), createdAt: Made.day(min(day, 0) - 1))
        return (user, estate.addKey(user, createdAt: Made.day(day)))
    }

    static let anna = Recipient.person(Made.person("U0ANNA"))

    /// Runs on a day and holds what happened against the promise.
    @discardableResult
    func run(day: Double, sourceLocation: SourceLocation = #_sourceLocation) async throws -> RunReport {
        clock.set(Made.day(day))
        return try await runNow(sourceLocation: sourceLocation)
    }

    @discardableResult
    func runNow(
        crash: CrashPoint? = nil, only: Set<AccountID> = [], orders: RunOrders = RunOrders(),
        deactivator: (any KeyDeactivator)? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> RunReport {
        defer { checkPromise(sourceLocation: sourceLocation) }
        var orders = orders
        orders.only = only
        return try await watch(crash, deactivator).run(nextRun(), version: "test", orders: orders)
    }

    func nextRun() -> RunID {
        runs += 1
        return Made.run(runs)
    }

    func run(days: ClosedRange<Int>, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        for day in days { try await run(day: Double(day), sourceLocation: sourceLocation) }
    }

    func watch(_ crash: CrashPoint?, _ deactivator: (any KeyDeactivator)? = nil) -> Watch {
        Watch(
            ledger: crash.map { CrashingLedger(ledger, at: $0) } ?? ledger as any Ledger, directory: estate,
            readers: estate,
            deactivator: deactivator ?? crash.map { CrashingDeactivator(estate, at: $0) } ?? estate
                as any KeyDeactivator,
            messenger: crash.map { CrashingMessenger(messenger, at: $0) } ?? messenger as any Messenger,
            composer: composer, settings: settings, clock: clock.runClock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    func intervention(_ crash: CrashPoint?) -> Intervention {
        Intervention(
            ledger: crash.map { CrashingLedger(ledger, at: $0) } ?? ledger as any Ledger,
            messenger: crash.map { CrashingMessenger(messenger, at: $0) } ?? messenger as any Messenger,
            composer: composer, settings: settings, clock: clock.runClock)
    }

    @discardableResult
    func restore(_ key: AccessKeyID, hours: Double = 24, crash: CrashPoint? = nil) async throws -> InterventionReport {
        let restorer = FakeRestorer(estate)
        return try await RestoreRequests(
            intervention(crash), restorer: crash.map { CrashingRestorer(restorer, at: $0) } ?? restorer
        ).restore(key, seconds: hours * 3_600, reason: "the export stands still", run: nextRun())
    }

    @discardableResult
    func exempt(_ subject: String, untilDay day: Double, by: String = "Luis") async throws -> ExemptionRequests.Report {
        try await ExemptionRequests(intervention(nil)).grant(
            subject, until: Made.day(day), reason: "a migration", approver: by, run: nextRun())
    }

    @discardableResult
    func endExemption(_ subject: String) async throws -> ExemptionRequests.Report {
        try await ExemptionRequests(intervention(nil)).end(subject, reason: "done", approver: "Luis", run: nextRun())
    }

    func checkPromise(sourceLocation: SourceLocation = #_sourceLocation) {
        let known = Set((1...max(1, runs)).map(Made.run))
        let broken = promise.broken(knownRuns: known, in: estate, messenger, settings: settings, at: clock.truth)
        #expect(broken == [], "the promise was broken \(label)", sourceLocation: sourceLocation)
    }
}
