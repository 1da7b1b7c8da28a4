import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// Accounts and calls that fail: unknown is never empty, and the others are served.
struct TroubleRunTests {
    struct Trouble: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let call: EstateCall
        let fault: EstateFault
    }

    @Test(arguments: [
        Trouble(testDescription: "denied at the door", call: .openReader, fault: .denied),
        Trouble(testDescription: "users denied", call: .users, fault: .denied),
        Trouble(testDescription: "users throttled", call: .users, fault: .throttled),
        Trouble(testDescription: "users garbage", call: .users, fault: .garbage),
        Trouble(testDescription: "listing throttled", call: .accessKeys, fault: .throttled),
    ])
    func `an account that can't be read is unknown and the others are served`(trouble: Trouble) async throws {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        let (_, key) = watched.anna()
        let bo = watched.estate.addUser("bo", in: Made.account(2).id, tags: Made.engineer("U0BO"))
        let other = watched.estate.addKey(bo)
        try await watched.run(days: 70...85)
        watched.estate.fail(trouble.call, in: watched.one.id, with: trouble.fault)
        // Everybody has to be listed, so that the failing listing is asked for.
        for account in [Made.account(1), Made.account(2)] { watched.estate.makeReports(false, in: account.id) }
        for day in 86...95 {
            let report = try await watched.run(day: Double(day))
            #expect(report.exitReasons.contains(.accountUnknown))
            #expect(report.exitReasons.exitStatus == 3)
            #expect(report.summary.unknown.map(\.account.id) == [watched.one.id])
            #expect(report.plan.observations.allSatisfy { $0.address.account != watched.one.id })
        }
        #expect(watched.deactivations(of: key) == [])
        #expect(watched.deactivations(of: other) == [91])
        watched.estate.recover()
        let report = try await watched.run(day: 96)
        #expect(report.did("newKey").isEmpty && report.did("rotated").isEmpty)
        #expect(watched.deactivations(of: key) == [96])
    }

    @Test func `a key over age in an unknown account is held, and says so`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 70...90)
        watched.estate.fail(.users, with: .denied)
        #expect(try await watched.run(day: 91).held(key) == "accountIncomplete")
    }

    @Test(arguments: [EstateCall.prepareReport, .report])
    func `without a credential report everyone is listed, and it is said`(call: EstateCall) async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        watched.estate.fail(call, with: .denied)
        let report = try await watched.run(day: 76)
        #expect(report.plan.accounts.map(\.isComplete) == [true])
        #expect(report.plan.accounts[0].remarks.count == 1)
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76")
    }

    @Test func `a report that never gets done is waited for under a minute`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        watched.estate.makeReports(false, in: watched.one.id)
        try await watched.run(day: 76)
        #expect((20...60).contains(watched.clock.slept))
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76")
    }

    @Test func `a report that calls every key young hides no due key`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        watched.estate.reportLastChanged(Made.day(69), in: watched.one.id)
        try await watched.run(days: 70...91)
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76 81@81 86@86")
        #expect(watched.deactivations(of: key) == [91])
    }

    @Test func `a list of accounts that can't be had ends the run before anything is done`() async throws {
        let watched = Watched()
        watched.anna()
        watched.estate.fail(.accounts, with: .denied)
        await #expect(throws: EstateFault.self) { try await watched.run(day: 91) }
        #expect(watched.messenger.messages.isEmpty)
        watched.estate.recover()
        try await watched.run(day: 91.1)
    }

    @Test func `the enforce role refused leaves the key on and fails the action`() async throws {
        let watched = Watched()
        let (user, key) = watched.anna()
        try await watched.run(days: 70...90)
        watched.estate.fail(.openSession, with: .denied, times: 1)
        let report = try await watched.run(day: 91)
        #expect(report.exitReasons == [.actionFailed, .problem])
        #expect(watched.deactivations(of: key) == [])
        #expect(watched.words(["deactivated"], about: key, to: .security) == "")
        #expect(
            await watched.events(of: user, in: watched.one.id).suffix(2) == [
                "deactivationIntended", "deactivationFailed",
            ])
        try await watched.run(day: 92)
        #expect(watched.deactivations(of: key) == [92])
    }

    @Test func `a deactivation that AWS refuses is tried again by the next run`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 70...90)
        watched.estate.fail(.deactivate, with: .denied, times: 1)
        #expect(try await watched.run(day: 91).exitReasons == [.actionFailed, .problem])
        #expect(watched.estate.isActive(key))
        try await watched.run(day: 92)
        #expect(watched.deactivations(of: key) == [92])
        #expect(watched.words(["deactivated"], about: key, to: Watched.anna) == "deactivated@92")
    }

    @Test func `a lost answer that hid a success is told as one`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 70...90)
        watched.estate.fail(.deactivate, with: .garbage, times: 1, takesEffect: true)
        #expect(try await watched.run(day: 91).exitReasons == [])
        #expect(watched.words(["deactivated"], about: key, to: Watched.anna) == "deactivated@91")
    }

    /// A key with a lost answer that could not be read again on day 91.
    private func unsettled(tookEffect: Bool) async throws -> (Watched, UserID, AccessKeyID) {
        let watched = Watched()
        let (user, key) = watched.anna()
        try await watched.run(days: 70...90)
        watched.estate.beforeNext(.deactivate) { estate in
            estate.fail(.readAgain, with: .throttled, times: 1)
            estate.fail(.deactivate, with: .garbage, times: 1, takesEffect: tookEffect)
        }
        #expect(try await watched.run(day: 91).exitReasons == [.actionFailed, .problem])
        #expect(watched.words(["deactivated"], about: key, to: Watched.anna) == "")
        return (watched, user, key)
    }

    @Test func `a lost answer that hid a success is found out and told by the next run`() async throws {
        let (watched, user, key) = try await unsettled(tookEffect: true)
        try await watched.run(day: 92)
        #expect(watched.words(["deactivated"], about: key, to: Watched.anna) == "deactivated@92")
        #expect(watched.words(["deactivated"], about: key, to: .security) == "deactivated@92")
        #expect(watched.deactivations(of: key) == [91])
        #expect(await watched.events(of: user, in: watched.one.id).filter { $0 == "deactivated" }.count == 1)
    }

    @Test func `a lost answer and a key that is on begin a new round, as somebody may have undone it`() async throws {
        let (watched, _, key) = try await unsettled(tookEffect: false)
        try await watched.run(days: 92...97)
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76 81@81 86@86 86@92")
        #expect(watched.deactivations(of: key) == [97])
        #expect(watched.words(["deactivated"], about: key, to: Watched.anna) == "deactivated@97")
    }

    @Test(arguments: [0.678, 0.678_901, 0.999_999])
    func `a key whose creation date has a fraction of a second is deactivated like any other`(
        fraction: Double
    ) async throws {
        let watched = Watched()
        let user = watched.estate.addUser(
            "anna", in: watched.one.id, tags: Made.engineer("U0ANNA", "Anna Ek"), createdAt: Made.day(-1))
        let key = watched.estate.addKey(user, createdAt: Made.day(0).addingTimeInterval(fraction))
        try await watched.run(days: 76...91)
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76 81@81 86@86")
        #expect(watched.deactivations(of: key) == [91])
    }

    @Test func `a clock that went back writes nothing`() async throws {
        let watched = Watched()
        watched.anna()
        try await watched.run(day: 80)
        let heads = await watched.ledger.heads()
        let sends = watched.messenger.sends
        await #expect(throws: WatchRefusal.self) { try await watched.run(day: 79) }
        #expect(await watched.ledger.heads() == heads)
        #expect(watched.messenger.sends == sends)
    }

    @Test(arguments: zip([-299.0, 299], [[91], [92]]))
    func `of clocks that are some minutes apart the earlier one counts`(ahead: Double, days: [Int]) async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 70...90)
        watched.clock.aheadOfAWS = ahead
        try await watched.run(days: 91...92)
        #expect(watched.deactivations(of: key) == days)
    }

    @Test func `a lease that another run holds leaves the work to it`() async throws {
        let watched = Watched()
        watched.anna()
        watched.clock.set(Made.day(76))
        let other = Made.run(999)
        let fence = try #require(
            await watched.ledger.acquireLease(
                holder: other, now: Made.day(76), until: Made.day(76).addingTimeInterval(1_800)))
        await #expect(throws: WatchRefusal.leaseHeld(by: other)) { try await watched.runNow() }
        #expect(watched.messenger.messages.isEmpty)
        watched.clock.advance(1_801)
        try await watched.runNow()
        await #expect(throws: LedgerError.self) {
            try await watched.ledger.append([.run(.started(version: ""), at: Made.day(76))], run: other, fence: fence)
        }
    }

    @Test(arguments: [(12.0, nil), (12.1, Made.day(76))])
    func `a lease that a run holds for half a day is a problem`(hours: Double, since: Date?) async throws {
        let watched = Watched()
        watched.clock.set(Made.day(76))
        let other = Made.run(999)
        let fence = try #require(
            await watched.ledger.acquireLease(holder: other, now: Made.day(76), until: Made.day(77)))
        try await watched.ledger.append([.run(.started(version: ""), at: Made.day(76))], run: other, fence: fence)
        watched.clock.advance(hours * 3_600)
        await #expect(throws: WatchRefusal.leaseHeld(by: other, since: since)) { try await watched.runNow() }
    }

    @Test func `accounts not asked for are unknown, and none of them has left`() async throws {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        watched.anna()
        try await watched.run(day: 70)
        watched.clock.set(Made.day(71))
        let report = try await watched.runNow(only: [watched.one.id])
        #expect(report.summary.unknown.map(\.account.id) == [Made.account(2).id])
        #expect(report.plan.left.isEmpty)
    }
}
