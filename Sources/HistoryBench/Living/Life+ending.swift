import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes

/// Quiet days at the end: everything works and everybody is enforced, so that every promise is kept.
extension Life {
    /// Days after the history's last step.
    private static let quietDays: [Double] = [0, 0.2, 1, 5, 10, 15, 20, 26, 32, 38, 44, 50, 56, 62]
    /// The last day on which a key may come of age and still be deactivated by the end.
    private static let margin = 40

    func end() async {
        clock.advance(3_600)
        await makeQuiet()
        await resumeAll()
        let began = clock.truth
        let days = history.hasCrowd ? (0..<90).map(Double.init) : Self.quietDays
        var before: Date?
        for day in days {
            clock.set(max(clock.truth, began.addingTimeInterval(day * Days.seconds)))
            let startedAt = clock.truth
            await quietRun()
            if let before, !history.hasCrowd {
                for fault in oracle.untrue(in: scene(.nothing), since: began, before: before) {
                    fail(fault.kind, fault.text)
                }
            }
            before = startedAt
            tellStory()
            if day >= 1, await isAtRest { break }
        }
        await check()
    }

    private func makeQuiet() async {
        messenger.recover()
        messenger.nameAllApps()
        estate.recover()
        for person in HistoryMaker.people { trouble(.person(person, .reachable)) }
        trouble(.clock(aheadSeconds: 0))
        for account in 1...max(1, history.accounts) { estate.comeBack(Names.accountID(account)) }
        // Time must pass a clock that was some minutes ahead.
        if let last = await ledger.lastEventAt(), last > clock.truth { clock.set(last.addingTimeInterval(60)) }
        let brake = settings.policy.maxDeactivations
        settings.mode = .enforce
        settings.accounts = [:]
        settings.policy = Policy()
        settings.policy.enforcesMachines = true
        settings.policy.treatsUntaggedAsEngineers = true
        settings.policy.enforcesUnreachable = true
        settings.policy.maxPercent = 100
        settings.policy.maxDeactivations = history.hasCrowd ? brake : 1_000
        for user in users.values.sorted() {
            for tag in ["until", "reason", "by"] { estate.tag(user, "relevo-exempt-\(tag)", nil) }
        }
    }

    private func quietRun() async {
        var order = RunStep()
        await run(order)
        // The ledger may be an older copy: somebody has to accept it.
        if lastBehind != nil || isInDoubt {
            order.accepts = true
            clock.advance(60)
            await run(order)
            if lastBehind != nil { fail("notQuiet", "a ledger that was accepted is refused again") }
        }
        await resumeAll()
    }

    /// Whether nothing more will happen.
    private var isAtRest: Bool {
        get async {
            let untold = await ledger.unsentMessages()
            return untold.isEmpty && overdue(by: 0).isEmpty
                && !oracle.awaitsRestoresEnd(in: scene(.nothing))
        }
    }

    /// Keys that should be inactive by now.
    private func overdue(by days: Int) -> [(user: User, key: AccessKey)] {
        estate.users.flatMap { user in user.keys.map { (user, $0) } }.filter { _, key in
            key.status == .active && key.age(at: clock.truth) >= settings.policy.deactivateAt + days
        }
    }

    private func check() async {
        for late in overdue(by: history.hasCrowd ? 0 : Self.margin) {
            fail(
                "never",
                "\(late.user.name)'s \(late.key.id) is \(late.key.age(at: clock.truth)) days old and still active")
        }
        let messages = await ledger.unsentMessages()
        if !messages.isEmpty { fail("outbox", "\(messages.count) messages are still unsent") }
        do {
            let faults = try await ChainVerification.of(ledger).faults
            if !faults.isEmpty { fail("chain", "the ledger does not verify: \(faults)") }
        } catch {
            fail("chain", "the ledger can't be verified: \(error)")
        }
        for fault in oracle.unsaid(messenger, by: memory.number) { fail(fault.kind, fault.text) }
    }
}
