import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// A deactivated key that is switched on again for a while.
struct RestoreRunTests {
    private func deactivated() async throws -> (Watched, UserID, AccessKeyID) {
        let watched = Watched()
        let (user, key) = watched.anna()
        try await watched.run(days: 76...91)
        #expect(watched.deactivations(of: key) == [91])
        return (watched, user, key)
    }

    private func isActive(_ watched: Watched, _ user: UserID, _ key: AccessKeyID) -> Bool? {
        watched.estate.user(user)?.keys.first { $0.id == key }?.status == .active
    }

    @Test func `a user whose key Relevo changed is listed again, as a report may be hours old`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        func isListedNext() async throws -> Bool {
            try await watched.ledger.everyUser(in: watched.one.id).allSatisfy { $0.fingerprint == nil }
        }
        try await watched.run(days: 76...90)
        #expect(try await !isListedNext())
        try await watched.run(day: 91)
        #expect(try await isListedNext())
        try await watched.run(day: 92)
        #expect(try await !isListedNext())
        try await watched.restore(key)
        #expect(try await isListedNext())
    }

    @Test func `it is on, it is said, said once more, and off in the first run after its end`() async throws {
        let (watched, user, key) = try await deactivated()
        watched.clock.set(Made.day(93))
        let report = try await watched.restore(key, hours: 24)
        #expect(report.outcome == .done && report.problems == [])
        #expect(isActive(watched, user, key) == true)
        try await watched.run(day: 93.5)
        try await watched.run(day: 93.9)
        try await watched.run(day: 93.95)
        #expect(watched.deactivations(of: key) == [91])
        let during = try await watched.run(day: 94 - 1.0 / 86_400)
        #expect(during.held(key) == "promiseAhead")
        try await watched.run(day: 94)
        #expect(watched.deactivations(of: key) == [91, 94])
        for reader in [Watched.anna, .security] {
            #expect(
                watched.words(["restored", "restoreEnding", "deactivated", "reactivated"], about: key, to: reader)
                    == "deactivated@91 restored@93 restoreEnding@93 deactivated@94")
        }
    }

    @Test func `months later too: the round goes on with the restore's end as its deadline`() async throws {
        let (watched, _, key) = try await deactivated()
        watched.clock.set(Made.day(200))
        try await watched.restore(key, hours: 48)
        try await watched.run(day: 201)
        try await watched.run(day: 202)
        #expect(watched.deactivations(of: key) == [91, 202])
    }

    @Test func `a later recipient who was not told gets a new round`() async throws {
        let (watched, user, key) = try await deactivated()
        try await watched.restore(key)
        watched.estate.tag(user, "slack-id", "U0BO")
        try await watched.run(days: 92...97)
        #expect(watched.deactivations(of: key) == [91, 97])
        #expect(watched.notices(of: key, to: .person(Made.person("U0BO"))) == "86@92")
    }

    @Test func `restored for another owner than the one who was promised, nothing is promised`() async throws {
        let (watched, user, key) = try await deactivated()
        watched.estate.tag(user, "slack-id", "U0BO")
        let bo = Recipient.person(Made.person("U0BO"))
        let report = try await watched.restore(key)
        #expect(report.outcome == .done)
        let said = watched.messages(to: bo).last { $0.payload.word == "restored" }?.payload.lines.first
        #expect(said?.key == key && said?.deadline == nil)
        // Going back to the first owner doesn't revive what was promised to them.
        watched.estate.tag(user, "slack-id", "U0ANNA")
        try await watched.run(days: 92...97)
        #expect(watched.words(["restoreEnding"], about: key, to: Watched.anna) == "")
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76 81@81 86@86 86@92")
        #expect(watched.deactivations(of: key) == [91, 97])
    }

    @Test func `restored where its account is no longer watched, nothing is promised`() async throws {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        let (_, key) = watched.anna()
        try await watched.run(days: 76...91)
        watched.estate.leave(watched.one.id)
        try await watched.run(day: 92)
        try await watched.restore(key)
        watched.estate.comeBack(watched.one.id)
        try await watched.run(days: 93...98)
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76 81@81 86@86 86@93")
        #expect(watched.deactivations(of: key) == [91, 98])
    }

    @Test func `killed around the call, a restore without a promise is settled as one`() async throws {
        for call in 1...12 {
            for moment in CrashPoint.Moment.allCases {
                let (watched, user, key) = try await deactivated()
                watched.estate.tag(user, "slack-id", "U0BO")
                _ = try? await watched.restore(key, crash: CrashPoint(atCall: call, moment))
                watched.clock.advance(400)
                let wasOn = isActive(watched, user, key) == true
                watched.estate.tag(user, "slack-id", "U0ANNA")
                try await watched.runNow()
                try await watched.run(days: 92...98)
                let place = Comment(rawValue: "killed \(moment) call \(call)")
                #expect(watched.deactivations(of: key).count == (wasOn ? 2 : 1), place)
                #expect(watched.deactivations(of: key).dropFirst().allSatisfy { $0 >= 96 }, place)
            }
        }
    }

    @Test func `in a mode that deactivates nothing it is not called near its end`() async throws {
        let (watched, _, key) = try await deactivated()
        try await watched.restore(key)
        watched.settings.mode = .notify
        try await watched.run(day: 91.95)
        #expect(watched.words(["restoreEnding"], about: key, to: .security) == "")
    }

    @Test func `an owner who could not be told is told first`() async throws {
        let (watched, _, key) = try await deactivated()
        watched.messenger.fail(.notDelivered, to: Watched.anna, word: "restored", times: 1)
        #expect(try await watched.restore(key, hours: 24).problems.count == 1)
        // The next run tells it before anything else.
        try await watched.run(day: 91.3)
        #expect(watched.words(["restored"], about: key, to: Watched.anna) == "restored@91")
        try await watched.run(day: 92)
        #expect(watched.deactivations(of: key) == [91, 92])
    }

    @Test func `while exempt or in another mode it stays on`() async throws {
        let (watched, user, key) = try await deactivated()
        try await watched.restore(key)
        watched.settings.mode = .notify
        try await watched.run(day: 93)
        #expect(isActive(watched, user, key) == true)
    }

    @Test func `somebody else's switching on is not fought, and is no restore`() async throws {
        let (watched, _, key) = try await deactivated()
        watched.estate.set(key, active: true)
        await #expect(throws: InterventionRefusal.notInactive(key, status: "Active")) { try await watched.restore(key) }
        try await watched.run(day: 92)
        await #expect(throws: InterventionRefusal.activeAlready(key, until: nil)) { try await watched.restore(key) }
        #expect(watched.words(["reactivated"], about: key, to: .security) == "reactivated@92")
        try await watched.run(days: 93...96)
        #expect(watched.deactivations(of: key) == [91])
        try await watched.run(day: 97)
        #expect(watched.deactivations(of: key) == [91, 97])
    }

    @Test func `what is active already needs no restore, and the end of the earlier one is named`() async throws {
        let (watched, user, key) = try await deactivated()
        watched.clock.set(Made.day(91.2))
        try await watched.restore(key, hours: 24)
        let events = await watched.ledger.heads().reduce(0) { $0 + $1.sequence }
        await #expect(throws: InterventionRefusal.activeAlready(key, until: Made.day(92.2))) {
            try await watched.restore(key, hours: 48)
        }
        #expect(await watched.ledger.heads().reduce(0) { $0 + $1.sequence } == events)
        // Somebody else deactivates it: that is theirs to undo.
        watched.estate.set(key, active: false)
        try await watched.run(day: 91.5)
        await #expect(throws: InterventionRefusal.notDeactivatedByRelevo(key)) { try await watched.restore(key) }
        #expect(isActive(watched, user, key) == false)
    }

    @Test func `only what Relevo deactivated can be restored`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(day: 1)
        await #expect(throws: InterventionRefusal.notDeactivatedByRelevo(key)) { try await watched.restore(key) }
        let stranger: AccessKeyID = Made.id("AKIA9999999999999999")
        await #expect(throws: InterventionRefusal.unknownKey(stranger)) { try await watched.restore(stranger) }
    }

    @Test func `a refusal by AWS leaves no trace that a later run would trip over`() async throws {
        let (watched, user, key) = try await deactivated()
        watched.estate.fail(.restore, with: .denied, times: 1)
        let report = try await watched.restore(key)
        #expect(report.outcome != .done)
        try await watched.run(day: 92)
        #expect(isActive(watched, user, key) == false)
        #expect(watched.words(["restored"], about: key, to: Watched.anna) == "")
        #expect(try await watched.restore(key).outcome == .done)
    }

    @Test func `a restore that waited until its lease was over isn't carried out any more`() async throws {
        let (watched, user, key) = try await deactivated()
        watched.clock.set(Made.day(91.2))
        watched.estate.beforeNext(.restore) { $0.clock.advanceWall(61) }
        #expect(try await watched.restore(key).outcome != .done)
        #expect(isActive(watched, user, key) == false)
    }

    @Test func `a restore that failed takes nothing from what was to be told before it`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...90)
        watched.messenger.fail(.notDelivered, to: Watched.anna, word: "deactivated", times: 1)
        try await watched.run(day: 91)
        watched.clock.set(Made.day(91.1))
        watched.estate.fail(.restore, with: .garbage, times: 1)
        _ = try await watched.restore(key)
        try await watched.run(day: 92)
        #expect(watched.words(["deactivated", "restored"], about: key, to: Watched.anna) == "deactivated@92")
        #expect(await watched.ledger.unsentMessages() == [])
    }

    // MARK: - A whole run

    @Test func `a Slack id with two names in two accounts gets no whole key id`() async throws {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        let (_, key) = watched.anna()
        watched.estate.addUser("bo", in: Made.account(2).id, tags: Made.engineer("U0OTHER", "Bo Li"))
        try await watched.run(days: 76...91)
        #expect(watched.deactivations(of: key) == [91])
        let bo = try #require(watched.estate.users.first { $0.name == "bo" })
        watched.estate.tag(bo.id, "slack-id", "U0ANNA")
        watched.clock.set(Made.day(91.2))
        try await watched.scan()
        let report = try await watched.restore(key)
        #expect(report.action.addressee == Addressee(.security, fallback: .contactShared))
        #expect(watched.words(["restored"], about: key, to: Watched.anna) == "")
    }

    @Test(arguments: 1...30)
    func `killed at any call, nothing is lost and nobody is surprised`(call: Int) async throws {
        for moment in CrashPoint.Moment.allCases {
            let (watched, user, key) = try await deactivated()
            watched.label = "killed \(moment) call \(call)"
            let point = CrashPoint(atCall: call, moment)
            _ = try? await watched.restore(key, hours: 24, crash: point)
            watched.clock.advance(400)
            let wasOn = isActive(watched, user, key) == true
            try await watched.runNow()
            if wasOn {
                #expect(watched.words(["restored"], about: key, to: Watched.anna).hasPrefix("restored@91"))
                #expect(isActive(watched, user, key) == true)
            }
            try await watched.run(day: 92.5)
            #expect(isActive(watched, user, key) == false, "killed \(moment) call \(call)")
            #expect(await watched.ledger.unsentMessages() == [])
            if point.calls < call { return }
        }
    }
}
