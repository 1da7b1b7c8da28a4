import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Logging

/// Relevo's own runs.
extension Life {
    func run(_ order: RunStep) async {
        var orders = RunOrders()
        if let only = order.only { orders.only = [Names.accountID(only)] }
        if order.accepts { orders.accept = lastBehind.map(LedgerAcceptance.run) ?? (isInDoubt ? .unseen : nil) }
        if order.releases { orders.release = oracle.lastBraked?.run }
        let id = nextRun()
        if order.isSecond,
            let other = await ledger.acquireLease(
                holder: nextRun(), now: clock.runClock.wall(), until: clock.runClock.wall().addingTimeInterval(60))
        {
            await carryOut(id, orders, nil, nil, expectsLease: false)
            await ledger.releaseLease(other)
            return
        }
        if let race = order.race { prepare(race) }
        defer { estate.beforeNext(.openSession) { _ in } }
        let crash = order.crash.map { CrashPoint($0) }
        if order.crash != nil || order.stallAtCall != nil { oracle.hasTrouble() }
        var stall: StallPoint?
        var overtaking: RunID?
        if let call = order.stallAtCall {
            let other = nextRun()
            overtaking = other
            let watch = watch(nil, nil)
            stall = StallPoint(atCall: call) { [clock] in
                clock.advance(90)
                _ = try? await watch.run(other, version: "test")
            }
        }
        clock.endsAtCheck = order.endsAtCheck
        defer { clock.endsAtCheck = nil }
        let stopped = Moment()
        if let call = order.stopAtCall, stall == nil {
            let requests = StopRequests(intervention(nil), run: nextRun())
            stall = StallPoint(atCall: call) { [clock] in
                guard (try? await requests.stop(reason: "an outage", by: "Luis")) != nil else { return }
                stopped.note(clock.truth)
            }
        }
        await carryOut(
            id, orders, crash, stall, alongside: overtaking, isRaced: order.race != nil, stopped: stopped)
    }

    private func prepare(_ race: Race) {
        let now = clock.truth
        switch race {
        case .tagged(let number, let name, let value):
            guard let user = users[number] else { return }
            if name.hasPrefix("relevo-exempt") { oracle.taggedExempt(user, at: now) }
            estate.beforeNext(.openSession) { $0.tag(user, name, value) }
        case .used(let named):
            guard let key = key(named) else { return }
            estate.beforeNext(.openSession) { $0.use(key, at: now) }
        case .switchedOffAndOn(let named):
            guard let key = key(named) else { return }
            estate.beforeNext(.openSession) { estate in
                estate.set(key, active: false)
                estate.set(key, active: true)
            }
        }
    }

    private func carryOut(
        _ id: RunID, _ orders: RunOrders, _ crash: CrashPoint?, _ stall: StallPoint?, alongside: RunID? = nil,
        expectsLease: Bool = true, isRaced: Bool = false, stopped: Moment? = nil
    ) async {
        counts.count("runs")
        var completed: Set<AccountID> = []
        let startedAt = clock.truth
        let heads = await ledger.heads()
        var ended: RunReport?
        defer { oracle.ended(ended, startedAt: startedAt, at: clock.truth, settings) }
        do {
            let report = try await run(id, orders, crash, stall)
            if !expectsLease { fail("twoAtOnce", "a run went on although another held the lease") }
            completed = Set(report.plan.accounts.filter(\.isComplete).map(\.account.id))
            if report.summary.isInterrupted { counts.count("runs interrupted") }
            count(report)
            if report.summary.deactivated > 0 { lastDeactivating = id }
            ended = report
            lastBehind = nil
            isInDoubt = report.isInDoubt
            if orders.accept != nil { counts.count("ledgers accepted") }
        } catch let refusal as WatchRefusal {
            refused(refusal)
        } catch is MessengerError {
            counts.count("runs refused by Slack")
        } catch let error as LedgerError where error.isLostLease && stall != nil {
            counts.count("runs that lost their lease")
        } catch is CrashPoint.Crash where crash != nil {
            counts.count("runs killed")
        } catch is Interruption where clock.endsAtCheck != nil {
            counts.count("runs interrupted before their summary")
        } catch is EstateFault {
            counts.count("runs without a list of accounts")
        } catch {
            fail("unexpectedError", "the run ended with \(error)")
        }
        await judgeClock(heads)
        if let at = stopped?.at { oracle.stopped(.everything, at: at) }
        judge(
            .run(startedAt: startedAt, release: orders.release, isOvertaken: alongside != nil, isRaced: isRaced),
            completed: completed,
            runs: Set([id, alongside].compactMap(\.self)))
    }

    /// All of a run in one call, or its stages one by one.
    private func run(
        _ id: RunID, _ orders: RunOrders, _ crash: CrashPoint?, _ stall: StallPoint?
    ) async throws -> RunReport {
        guard history.runsInStages == true else {
            return try await watch(crash, stall).run(id, version: "test", orders: orders)
        }
        let accounts = try await stage(crash, stall) { try await $0.begin(id, version: "test", orders: orders) }
        for account in accounts { _ = try await stage(crash, stall) { try await $0.scan(account, in: id) } }
        while try await stage(crash, stall, { try await $0.decide(id) }) == nil {
            counts.count("calls that decided in part")
            clock.endsAtCheck = nil
        }
        while try await !stage(crash, stall, { try await $0.act(id) }) {
            counts.count("calls that acted and left something")
            // The next one has as long as it needs.
            clock.endsAtCheck = nil
        }
        return try await stage(crash, stall) { try await $0.finish(id) }
    }

    /// A stage that is killed is called again, as Step Functions does.
    private func stage<Value: Sendable>(
        _ crash: CrashPoint?, _ stall: StallPoint?, _ body: (Watch) async throws -> Value
    ) async throws -> Value {
        do {
            return try await body(watch(crash?.hasCrashed == true ? nil : crash, stall))
        } catch is CrashPoint.Crash where crash != nil {
            counts.count("stages killed")
            // Its lease has to end first.
            clock.advance(60)
            return try await body(watch(nil, stall))
        }
    }

    /// Nothing is written on a clock that AWS contradicts, and no event is later than the tolerance allows.
    func judgeClock(_ before: [StreamHead]) async {
        let heads = await ledger.heads()
        if !clock.agreesWithAWS, heads != before { fail("clockWrites", "the ledger was written on a wrong clock") }
        if let last = await ledger.lastEventAt(), last > clock.truth.addingTimeInterval(Oracle.clockTolerance) {
            fail("future", "the ledger holds an event from \(last.ISO8601Format())")
        }
    }

    func refused(_ refusal: WatchRefusal) {
        switch refusal {
        case .leaseHeld: counts.count("refused: lease held")
        case .clockWentBack: counts.count("refused: clock went back")
        case .clockContradicted:
            if clock.agreesWithAWS { fail("clockRefused", "refused for its clock, which AWS agrees with") }
            counts.count("refused: clock contradicted")
        case .ledgerBehind(let run, _):
            lastBehind = run
            counts.count("refused: ledger behind")
        case .notBehind: counts.count("refused: not behind")
        case .noDoubt: counts.count("refused: no doubt")
        case .nothingHeld: counts.count("refused: nothing held")
        case .releaseTooLate: counts.count("refused: release too late")
        case .channelPublic, .channelShared: counts.count("refused: channel not private")
        case .noSuchAccount: counts.count("refused: no such account")
        case .overtaken: counts.count("refused: overtaken")
        case .settingsChanged: counts.count("refused: settings changed")
        case .stageMissing: counts.count("refused: stage missing")
        }
    }

    private func count(_ report: RunReport) {
        if !report.plan.alarmed.isEmpty { counts.count("runs stopped by the alarm") }
        if !report.plan.turns.isEmpty { counts.count("runs with keys that wait for their turn") }
        for held in report.plan.held { counts.count("held: \(held.reason.code)") }
        if !report.plan.accounts.allSatisfy(\.isComplete) { counts.count("runs with an unknown account") }
    }

    func watch(_ crash: CrashPoint?, _ stall: StallPoint?) -> Watch {
        var deactivator: any KeyDeactivator = estate
        var messenger: any Messenger = messenger
        if let crash {
            (deactivator, messenger) = (
                CrashingDeactivator(deactivator, at: crash), CrashingMessenger(messenger, at: crash)
            )
        }
        if let stall {
            (deactivator, messenger) = (
                StallingDeactivator(deactivator: deactivator, point: stall),
                StallingMessenger(messenger: messenger, point: stall)
            )
        }
        return Watch(
            ledger: crash.map { CrashingLedger(ledger, at: $0) } ?? ledger as any Ledger, directory: estate,
            readers: estate, deactivator: deactivator, messenger: messenger, composer: composer, settings: settings,
            clock: clock.runClock, logger: Logger(label: "histories") { _ in SwiftLogNoOpLogHandler() })
    }
}

extension RunReport {
    fileprivate var isInDoubt: Bool {
        summary.problems.contains { $0.text.hasPrefix("Relevo can't tell whether this ledger is the newest") }
    }
}

extension CrashPoint {
    convenience init(_ kill: Kill) { self.init(atCall: kill.call, kill.isAfter ? .after : .before) }
}
