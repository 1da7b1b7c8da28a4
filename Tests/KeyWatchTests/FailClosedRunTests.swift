import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// What is not known, not said or not certain never lets a key be switched off, and never passes for a quiet day.
struct FailClosedRunTests {
    private func exempt(_ user: UserID, of watched: Watched, until day: Double) {
        watched.settings.policy.exemptions = [
            Exemption(subject: .user(user.rawValue), until: Made.day(day), reason: "on leave", approver: "the team")
        ]
    }

    @Test func `an exemption ends the round although Slack can't say whether the owner is there`() async throws {
        let watched = Watched()
        let (user, key) = watched.anna()
        try await watched.run(days: 70...88)
        exempt(user, of: watched, until: 93)
        watched.messenger.answer(.unknown("503"), about: Made.person("U0ANNA"))
        try await watched.run(days: 89...92)
        watched.messenger.answer(nil, about: Made.person("U0ANNA"))
        try await watched.run(days: 93...99)
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76 81@81 86@86 86@93")
        #expect(watched.deactivations(of: key) == [98])
    }

    @Test func `a message that is found after an exemption came and went doesn't count`() async throws {
        let watched = Watched()
        let (user, key) = watched.anna()
        watched.messenger.fail(.unknown(stored: true), word: "notices")
        try await watched.run(day: 86)
        watched.messenger.lookUps(.fail)
        watched.estate.tag(user, "relevo-exempt-reason", "a migration")
        try await watched.run(day: 87)
        watched.estate.tag(user, "relevo-exempt-reason", nil)
        watched.messenger.recover()
        for day in [91.0, 95, 96] { try await watched.run(day: day) }
        #expect(watched.notices(of: key, to: Watched.anna) == "86@86 86@91")
        #expect(watched.deactivations(of: key) == [96])
    }

    @Test func `an exemption that no run fell into ends the round too`() async throws {
        let watched = Watched()
        let (user, key) = watched.anna()
        try await watched.run(days: 70...86)
        exempt(user, of: watched, until: 93)
        try await watched.run(days: 93...99)
        #expect(watched.deactivations(of: key) == [98])
    }

    @Test func `an answer that says nothing is never taken for a no`() async throws {
        let watched = Watched()
        let (user, key) = watched.anna()
        try await watched.run(days: 70...90)
        watched.estate.fail(.deactivate, in: watched.one.id, with: .garbage, times: 1, takesEffect: false)
        try await watched.run(day: 91)
        #expect(await !watched.events(of: user, in: watched.one.id).contains("deactivationFailed"))
        #expect(await watched.ledger.unsentMessages().count == 2)
        try await watched.run(days: 92...97)
        #expect(watched.deactivations(of: key) == [97])
        #expect(await watched.ledger.unsentMessages().isEmpty)
    }

    @Test func `what can't be told is not done`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 70...90)
        watched.composer.silentAbout = ["deactivated"]
        let report = try await watched.run(day: 91)
        #expect(watched.estate.isActive(key))
        #expect(report.exitReasons.contains(.actionFailed))
    }

    @Test func `while AWS never sent its time nothing is deactivated`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 70...90)
        watched.clock.aheadOfAWS = nil
        await #expect(throws: WatchRefusal.clockContradicted(ahead: nil, isMidway: false)) {
            try await watched.run(day: 91)
        }
        #expect(watched.estate.isActive(key))
    }

    @Test func `a day given by a run without a summary outlives its ledger`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        watched.messenger.fail(.notDelivered, word: "summary", times: 1)
        try await watched.run(day: 100)
        #expect(watched.deadline(ofLastNoticeAbout: key) == Made.day(115))
        try await watched.run(day: 101)
        watched.ledger = InMemoryLedger()
        watched.settings.policy.lateNoticeDays = 8
        try await watched.run(day: 102)
        #expect(watched.deadline(ofLastNoticeAbout: key) == Made.day(115))
    }

    @Test func `a run in which nobody can be told is no quiet one`() async throws {
        let watched = Watched()
        watched.anna()
        watched.messenger.answer(.unknown("503"), about: Made.person("U0ANNA"))
        let report = try await watched.run(day: 77)
        #expect(report.exitReasons == [.problem])
        #expect(report.summary.problems.contains { $0.text.contains("503") })
    }

    @Test func `what the gate refuses at the last moment is in the summary`() async throws {
        let watched = Watched()
        let (user, key) = watched.anna()
        try await watched.run(days: 70...90)
        watched.estate.beforeNext(.readAgain) { $0.tag(user, "slack-id", "U0BO") }
        let report = try await watched.run(day: 91)
        #expect(watched.estate.isActive(key))
        #expect(report.summary.held[.notPromised] == 1)
    }

    @Test func `names in an account that left make nobody's Slack id a shared one`() async throws {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        let (_, key) = watched.anna()
        watched.estate.addUser(
            "other", in: Made.account(2).id, tags: Made.engineer("U0ANNA", "Somebody Else"), createdAt: Made.day(-1))
        try await watched.run(day: 70)
        watched.estate.leave(Made.account(2).id)
        try await watched.run(day: 76)
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76")
    }

    @Test func `the channel gets its copy although the key went off meanwhile`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        watched.messenger.fail(.notDelivered, word: "noticeCopies", times: 1)
        try await watched.run(day: 76)
        watched.estate.set(key, active: false)
        try await watched.run(day: 77)
        #expect(watched.words(["noticeCopies"], about: key, to: .security) == "noticeCopies@77")
    }

    @Test func `an account that nobody named is refused and not called unknown`() async throws {
        let watched = Watched()
        watched.clock.set(Made.day(70))
        await #expect(throws: WatchRefusal.noSuchAccount(Made.account(9).id, among: [watched.one.id])) {
            try await watched.runNow(only: [Made.account(9).id])
        }
    }

    @Test func `a machine that sleeps between its lease and the call does not act when it wakes`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...90)
        let clock = watched.clock
        watched.estate.beforeNext(.deactivate) { _ in clock.advanceWall(61) }
        let report = try await watched.run(day: 91)
        #expect(watched.deactivations(of: key) == [])
        #expect(report.exitReasons.exitStatus == 3)
        try await watched.run(day: 92)
        #expect(watched.deactivations(of: key) == [92])
    }
}
