import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// A change whose result nobody knows, in an account that left before it could be read: closed, and said once.
struct DepartedIntentTests {
    private let here = Made.account(2)

    /// Anna's key, whose deactivation on day 91 was not answered; her account leaves the same day.
    private func unanswered() async throws -> (watched: Watched, user: UserID, key: AccessKeyID) {
        let watched = Watched(accounts: [Made.account(1), here])
        let (user, key) = watched.anna()
        try await watched.run(days: 76...90)
        watched.clock.set(Made.day(91))
        watched.estate.fail(.deactivate, with: .garbage, times: 1, takesEffect: true)
        watched.estate.beforeNext(.deactivate) { $0.fail(.readAgain, with: .garbage, times: 1) }
        try await watched.runNow()
        watched.estate.leave(watched.one.id)
        return (watched, user, key)
    }

    private func history(_ watched: Watched, _ user: UserID, _ key: AccessKeyID) async throws -> KeyHistory {
        try #require(try await KeyHistories(ledger: watched.ledger).of(user, in: watched.one.id)[key])
    }

    @Test func `an intent is closed with its messages, as a problem of one run`() async throws {
        let (watched, user, key) = try await unanswered()
        #expect(try await history(watched, user, key).deactivationPending)
        let report = try await watched.run(day: 92)
        let said = report.summary.problems.filter { $0.text.contains("It is unknown whether \(key.masked)") }
        #expect(said.count == 1)
        #expect(report.exitReasons == [.problem])
        #expect(try await !history(watched, user, key).deactivationPending)
        #expect(try await history(watched, user, key).ended == .accountLeft)
        #expect(await watched.ledger.unsentMessages() == [])
        #expect(watched.words(["deactivated"], about: key, to: .security) == "")
        #expect(try await watched.run(day: 93).exitReasons == [])
    }

    @Test func `an account that is only not asked for leaves it open`() async throws {
        let (watched, user, key) = try await unanswered()
        watched.estate.comeBack(watched.one.id)
        watched.clock.set(Made.day(92))
        try await watched.runNow(only: [here.id])
        #expect(try await history(watched, user, key).deactivationPending)
        try await watched.run(day: 93)
        #expect(watched.words(["deactivated"], about: key, to: Watched.anna) == "deactivated@93")
    }

    @Test(arguments: [true, false])
    func `under an old name, nothing says that the key was deleted`(isReplaced: Bool) async throws {
        let (watched, user, key) = try await unanswered()
        watched.estate.comeBack(watched.one.id)
        watched.estate.rename(user, to: "ana")
        if isReplaced { watched.estate.addUser("anna", in: watched.one.id, tags: [:]) }
        watched.estate.fail(.users, in: watched.one.id, with: .denied)
        try await watched.run(day: 92)
        #expect(try await history(watched, user, key).deactivationPending)
        watched.estate.recover()
        try await watched.run(day: 93)
        #expect(watched.words(["deactivated"], about: key, to: Watched.anna) == "deactivated@93")
    }

    @Test func `a restore is closed like that too`() async throws {
        let watched = Watched(accounts: [Made.account(1), here])
        let (user, key) = watched.anna()
        try await watched.run(days: 76...91)
        watched.clock.set(Made.day(92))
        watched.estate.fail(.restore, with: .garbage, times: 1, takesEffect: true)
        watched.estate.beforeNext(.restore) { $0.fail(.readAgain, with: .garbage, times: 1) }
        _ = try await watched.restore(key)
        #expect(try await history(watched, user, key).restorePending != nil)
        watched.estate.leave(watched.one.id)
        let report = try await watched.run(day: 93)
        #expect(report.summary.problems.contains { $0.text.contains("was activated again: its account") })
        #expect(try await history(watched, user, key).restorePending == nil)
        #expect(await watched.ledger.unsentMessages() == [])
    }
}
