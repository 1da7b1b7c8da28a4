import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// An owner who keeps a key past its day, by whatever they can change: in the end one last notice goes out, and
/// nothing moves its deadline.
struct OverdueRunTests {
    private let bo = Recipient.person(Made.person("U0BO"))

    private func watched() -> (Watched, UserID, AccessKeyID) {
        let watched = Watched()
        watched.settings.policy.maxOverdueDays = 10
        let (user, key) = watched.anna()
        return (watched, user, key)
    }

    private func lastNotice(_ watched: Watched, _ key: AccessKeyID) -> RecordedMessage? {
        watched.messenger.messages.first { $0.payload.lines.contains { $0.key == key && $0.isLast } }
    }

    /// Lives on from day `start`, with `act` before each run, until the key is deactivated or day 160.
    @discardableResult
    private func live(
        _ watched: Watched, _ key: AccessKeyID, from start: Int = 89, act: (Int) -> Void
    ) async throws -> RunReport? {
        var report: RunReport?
        for day in start...160 where watched.deactivations(of: key).isEmpty {
            act(day)
            report = try await watched.run(day: Double(day))
        }
        return report
    }

    private func expectLastNotice(_ watched: Watched, _ key: AccessKeyID) throws {
        let last = try #require(lastNotice(watched, key))
        let deadline = try #require(last.payload.lines.first { $0.key == key }?.deadline)
        #expect(watched.deactivations(of: key) == [Watched.day(deadline)])
        #expect(deadline >= Days.after(watched.settings.policy.noticeDays, last.at).addingTimeInterval(-3_600))
        #expect(last.at >= Made.day(91 + 9))
        #expect(last.at < Made.day(135))
    }

    @Test func `an owner changes every four days, and each is told of the last notice`() async throws {
        let (watched, user, key) = watched()
        try await watched.run(days: 76...88)
        try await live(watched, key) { day in
            watched.estate.tag(user, "slack-id", day / 4 % 2 == 0 ? "U0BO" : "U0ANNA")
        }
        try expectLastNotice(watched, key)
        let last = try #require(lastNotice(watched, key))
        let earlier = last.recipient == bo ? Watched.anna : bo
        #expect(
            watched.words(["lastNotice"], about: key, to: earlier) == "lastNotice@\(Watched.day(last.at))")
        #expect(
            watched.words(["lastNotice"], about: key, to: .security) == "lastNotice@\(Watched.day(last.at))")
    }

    @Test func `an earlier owner who can't be reached is spoken of in the channel once`() async throws {
        let (watched, user, key) = watched()
        try await watched.run(days: 76...88)
        watched.estate.tag(user, "slack-id", "U0BO")
        watched.messenger.fail(.unreachable(.personLeft), to: Watched.anna)
        try await live(watched, key) { day in watched.estate.set(key, active: day % 4 != 0) }
        try expectLastNotice(watched, key)
        let day = Watched.day(try #require(lastNotice(watched, key)).at)
        #expect(watched.words(["lastNotice"], about: key, to: .security) == "lastNotice@\(day)")
    }

    @Test func `a key that its owner switches off after the last notice takes no place any more`() async throws {
        let (watched, _, key) = watched()
        try await watched.run(days: 76...87)
        for day in 88...160 where lastNotice(watched, key) == nil {
            watched.estate.set(key, active: day % 4 != 0)
            try await watched.run(day: Double(day))
        }
        let day = Double(Watched.day(try #require(lastNotice(watched, key)).at))
        #expect(try await watched.run(day: day + 1).plan.pace?.promised == 1)
        watched.estate.set(key, active: false)
        #expect(try await watched.run(day: day + 2).plan.pace?.promised == 0)
        watched.estate.set(key, active: true)
        #expect(try await watched.run(day: day + 3).plan.pace?.promised == 1)
    }

    @Test func `exempt by its own tags for half a day every four days`() async throws {
        let (watched, user, key) = watched()
        try await watched.run(days: 76...86)
        var findings: [String] = []
        for day in 87...160 where watched.deactivations(of: key).isEmpty {
            if day % 4 == 0 {
                watched.clock.set(Made.day(Double(day) - 0.4))
                watched.estate.tag(user, "relevo-exempt-until", Made.day(Double(day)).ISO8601Format())
                try await watched.runNow()
                watched.estate.tag(user, "relevo-exempt-until", nil)
            }
            findings += try await watched.run(day: Double(day)).plan.findings.map(\.kind.code)
        }
        try expectLastNotice(watched, key)
        #expect(findings.contains("beginsAnew"))
    }

    @Test func `switched off and on`() async throws {
        let (watched, _, key) = watched()
        try await watched.run(days: 76...87)
        try await live(watched, key, from: 88) { day in watched.estate.set(key, active: day % 4 != 0) }
        try expectLastNotice(watched, key)
    }

    @Test func `a type that says nothing: a finding every day, and in the end the last notice`() async throws {
        let (watched, user, key) = watched()
        try await watched.run(days: 76...90)
        watched.estate.tag(user, "type", "contractor")
        for day in 91...100 {
            let report = try await watched.run(day: Double(day))
            #expect(lastNotice(watched, key) == nil)
            #expect(report.plan.findings.map(\.kind.code) == ["pastItsDay"], "day \(day)")
        }
        try await live(watched, key, from: 101) { _ in }
        try expectLastNotice(watched, key)
        #expect(watched.words(["lastNotice"], about: key, to: Watched.anna) != "")
    }

    @Test func `the type machine is never deactivated on an engineer's notices, and is a finding`() async throws {
        let (watched, user, key) = watched()
        try await watched.run(days: 76...90)
        watched.estate.tag(user, "type", "machine")
        for day in stride(from: 91.0, through: 200, by: 1) {
            let report = try await watched.run(day: day)
            #expect(report.plan.findings.map(\.kind.code) == ["pastItsDay"], "day \(day)")
        }
        #expect(watched.deactivations(of: key) == [])
    }

    /// What a last notice says binds; where nothing would follow from it, an ordinary one is sent.
    @Test func `where nothing would be deactivated no notice is the last, also once that changes`() async throws {
        let (watched, user, key) = watched()
        watched.settings.policy.enforcesMachines = true
        watched.estate.tag(user, "type", "machine")
        try await watched.run(days: 76...90)
        watched.settings.policy.enforcesMachines = false
        try await watched.run(days: 91...110)
        watched.settings.policy.enforcesMachines = true
        watched.settings.policy.maxOverdueDays = 60
        try await watched.run(days: 111...140)
        #expect(lastNotice(watched, key) == nil && watched.deactivations(of: key).count == 1)
    }

    @Test func `from the last notice on nobody is told that an exemption by tags comes to its end`() async throws {
        let (watched, user, key) = watched()
        try await watched.run(days: 76...90)
        try await live(watched, key, from: 91) { day in
            watched.estate.tag(user, "relevo-exempt-until", Made.day(Double(day) + 3).ISO8601Format())
        }
        try expectLastNotice(watched, key)
        let told = try Watched.day(#require(lastNotice(watched, key)).at)
        let endings = watched.words(["exemptionEnding"], about: key, to: .security)
        #expect(endings.contains("@\(told - 1)") && !endings.contains("@\(told)"), "\(endings)")
    }

    @Test func `a last notice that lapses while nothing is enforced lets tags count again`() async throws {
        let (watched, user, key) = watched()
        watched.settings.policy.maxOverdueDays = 1
        try await watched.run(days: 76...90)
        watched.estate.tag(user, "relevo-exempt-until", "2026-12-31")
        try await live(watched, key, from: 91) { _ in
            if lastNotice(watched, key) != nil { watched.settings.mode = .notify }
        }
        let last = try #require(lastNotice(watched, key))
        #expect(watched.deactivations(of: key) == [])
        #expect(watched.messages(to: Watched.anna).last { $0.payload.word == "notices" }?.at == last.at)
    }

    @Test func `everyone who was given the deadline of a last notice is told of the deactivation`() async throws {
        let (watched, user, key) = watched()
        try await watched.run(days: 76...88)
        try await live(watched, key) { day in
            let isToldYet = lastNotice(watched, key) != nil
            watched.estate.tag(user, "slack-id", isToldYet ? nil : day / 4 % 2 == 0 ? "U0BO" : "U0ANNA")
        }
        let day = try #require(watched.deactivations(of: key).first)
        for recipient in [Watched.anna, bo, .security] {
            #expect(watched.words(["deactivated"], about: key, to: recipient) == "deactivated@\(day)", "\(recipient)")
        }
    }

    @Test func `days under an approver's exemption don't count`() async throws {
        let (watched, user, key) = watched()
        try await watched.run(days: 76...90)
        try await watched.exempt("anna", untilDay: 130)
        try await watched.run(days: 91...131)
        #expect(lastNotice(watched, key) == nil)
        #expect(try await KeyHistories(ledger: watched.ledger).of(user, in: watched.one.id)[key]?.overdueDays == 0)
    }

    @Test func `days under an exemption that its owner approved count`() async throws {
        let (watched, user, key) = watched()
        try await watched.run(days: 76...90)
        watched.settings.policy.exemptions = [
            Exemption(subject: .key(key), until: Made.day(130), reason: "a migration", approver: "anna ek")
        ]
        try await watched.run(days: 91...95)
        #expect(try await KeyHistories(ledger: watched.ledger).of(user, in: watched.one.id)[key]?.overdueDays == 5)
    }

    @Test func `a round that begins anew as a run ended around the call is nobody's doing`() async throws {
        let (watched, user, key) = watched()
        try await watched.run(days: 76...90)
        // The call was made; its answer is lost, and it had no effect.
        watched.estate.beforeNext(.deactivate) { $0.fail(.readAgain, with: .garbage, times: 1) }
        watched.estate.fail(.deactivate, with: .garbage, times: 1, takesEffect: false)
        try await watched.run(day: 91)
        try await watched.run(days: 92...96)
        let history = try await KeyHistories(ledger: watched.ledger).of(user, in: watched.one.id)[key]
        #expect(history?.restartCause == .deactivationUnknown)
        #expect(history?.overdueDays == 0 && history?.restarts == 0)
        try await watched.run(day: 97)
        #expect(watched.deactivations(of: key) == [97])
    }

    @Test func `days on which Relevo itself was in doubt don't count`() async throws {
        let (watched, user, key) = watched()
        try await watched.run(days: 76...89)
        watched.estate.tag(user, "slack-id", "U0BO")
        try await watched.run(day: 90)
        watched.messenger.answer(.unknown("503"), about: Made.person("U0BO"))
        try await watched.run(days: 91...130)
        #expect(try await KeyHistories(ledger: watched.ledger).of(user, in: watched.one.id)[key]?.overdueDays == 0)
    }

    @Test func `an exemption by tags that ended a minute before each run exempts nothing`() async throws {
        let (watched, user, key) = watched()
        for day in 76...91 {
            watched.estate.tag(user, "relevo-exempt-until", Made.day(Double(day) - 1.0 / 1_440).ISO8601Format())
            try await watched.run(day: Double(day))
        }
        #expect(watched.deactivations(of: key) == [91])
    }

    @Test func `the plan and the summary say for how long a key is overdue`() async throws {
        let (watched, user, key) = watched()
        try await watched.run(days: 76...90)
        watched.estate.tag(user, "type", "contractor")
        try await watched.run(days: 91...95)
        let report = try await watched.run(day: 96)
        #expect(report.summary.findings.first?.overdueDays == 5)
        #expect(report.summary.findings.first?.text.hasSuffix("Overdue for 5 days.") == true)
        #expect(watched.deactivations(of: key) == [])
    }

    @Test func `the earlier owner, today's owner and the channel are told of a change`() async throws {
        let (watched, user, key) = watched()
        try await watched.run(days: 76...89)
        watched.estate.tag(user, "slack-id", "U0BO")
        try await watched.run(days: 90...95)
        #expect(watched.words(["ownerChanged"], about: key, to: Watched.anna) == "ownerChanged@90")
        #expect(watched.words(["ownerChanged"], about: key, to: .security) == "ownerChanged@90")
        #expect(watched.notices(of: key, to: bo) == "86@90")
        #expect(watched.deactivations(of: key) == [95])
    }

    @Test func `the channel is told why an owner left, and nobody writes to them`() async throws {
        let (watched, user, key) = watched()
        try await watched.run(days: 76...85)
        watched.messenger.answer(.unreachable(.personLeft), about: Made.person("U0ANNA"))
        watched.messenger.fail(.unreachable(.personLeft), to: Watched.anna)
        let report = try await watched.run(day: 86)
        #expect(report.summary.problems == [])
        let announcements = report.plan.actions.compactMap(\.announcement)
        let changed = Announcement.ownerChanged(to: .security, deadline: Made.day(91), round: 1, because: .personLeft)
        #expect(announcements == [.ownerLeft(owner: Watched.anna), changed])
        #expect(watched.words(["ownerChanged"], about: key, to: .security) == "ownerChanged@86")
        try await watched.run(days: 87...90)
        #expect(watched.words(["ownerChanged"], about: key, to: .security) == "ownerChanged@86")
        #expect(try await KeyHistories(ledger: watched.ledger).of(user, in: watched.one.id)[key]?.restarts == 0)
        try await watched.run(day: 91)
        #expect(watched.deactivations(of: key) == [91])
    }

    @Test func `a tag that names somebody whom Slack doesn't know is the owner's doing`() async throws {
        let (watched, user, key) = watched()
        try await watched.run(days: 76...83)
        watched.estate.tag(user, "slack-id", "U0NOBODY")
        watched.messenger.answer(.unreachable(.personUnknown), about: Made.person("U0NOBODY"))
        try await watched.run(day: 84)
        #expect(watched.words(["ownerChanged"], about: key, to: Watched.anna) == "ownerChanged@84")
        #expect(try await KeyHistories(ledger: watched.ledger).of(user, in: watched.one.id)[key]?.restarts == 1)
    }

    @Test func `a lost slack id holds nothing either where unreachable owners' keys are deactivated`() async throws {
        let (watched, user, key) = watched()
        watched.settings.policy.enforcesUnreachable = true
        try await watched.run(days: 76...89)
        watched.estate.tag(user, "slack-id", nil)
        try await watched.run(days: 90...95)
        #expect(watched.words(["ownerChanged"], about: key, to: Watched.anna) == "ownerChanged@90")
        #expect(watched.notices(of: key, to: .security) == "86@90")
        #expect(watched.deactivations(of: key) == [95])
    }
}
