import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// An old key that lies idle while its successor is in use.
struct RetirementRunTests {
    private func replaced(day: Double = 50) async throws -> (Watched, UserID, old: AccessKeyID, new: AccessKeyID) {
        let watched = Watched()
        let (user, old) = watched.anna()
        watched.estate.use(old, at: Made.day(30))
        let new = watched.estate.addKey(user, createdAt: Made.day(40))
        try await watched.run(day: day - 1)
        watched.estate.use(new, at: Made.day(day))
        return (watched, user, old, new)
    }

    @Test func `it is offered once, and nothing happens by itself`() async throws {
        let (watched, _, old, new) = try await replaced()
        try await watched.run(days: 50...55)
        #expect(watched.words(["retirementsOffered"], about: old, to: Watched.anna) == "retirementsOffered@50")
        #expect(watched.words(["retirementsOffered"], about: old, to: .security) == "retirementsOffered@50")
        #expect(watched.deactivations(of: old) == [] && watched.deactivations(of: new) == [])
    }

    @Test func `with the owner's word it goes, and everybody is told`() async throws {
        let (watched, _, old, new) = try await replaced()
        try await watched.run(day: 50)
        #expect(try await watched.retire(old).outcome == .done)
        #expect(watched.deactivations(of: old) == [50] && watched.deactivations(of: new) == [])
        for reader in [Watched.anna, .security] {
            #expect(watched.words(["retired"], about: old, to: reader) == "retired@50")
        }
        try await watched.run(day: 51)
        #expect(watched.words(["retirementsOffered", "retired"], about: old, to: Watched.anna).hasSuffix("retired@50"))
    }

    @Test func `nobody else's word counts, nor one that nothing was offered for`() async throws {
        let (watched, _, old, new) = try await replaced()
        func refused(_ reason: HoldReason, _ act: () async throws -> Void) async {
            await #expect(throws: InterventionRefusal.held(reason)) { try await act() }
        }
        await refused(.retirementNotOffered) { try await watched.retire(old) }
        try await watched.run(day: 50)
        await refused(.notTheOwnersWord("U0ANNA")) { try await watched.retire(old, agreedBy: "U0BO") }
        await refused(.successorNotInUse) { try await watched.retire(new) }
        watched.estate.use(old)
        await refused(.inUse(Made.day(50))) { try await watched.retire(old) }
        watched.settings.mode = .notify
        await refused(.modeNotEnforce(.notify)) { try await watched.retire(old) }
        #expect(watched.estate.deactivations.isEmpty)
        #expect(
            await watched.ledger.events(.account(watched.one.id), after: 0, limit: 999)
                .allSatisfy { $0.kind != "retirementIntended" })
    }

    @Test func `an offer that did not reach the owner is no offer`() async throws {
        let (watched, _, old, _) = try await replaced()
        watched.messenger.fail(.notDelivered, to: Watched.anna, times: 1)
        try await watched.run(day: 50)
        await #expect(throws: InterventionRefusal.held(.retirementNotOffered)) { try await watched.retire(old) }
        try await watched.run(day: 51)
        #expect(watched.words(["retirementsOffered"], about: old, to: Watched.anna) == "retirementsOffered@51")
        #expect(try await watched.retire(old).outcome == .done)
    }

    @Test func `whoever answers for it next is asked too, once`() async throws {
        let (watched, user, old, new) = try await replaced()
        let bo = Recipient.person(Made.person("U0BO"))
        try await watched.run(day: 50)
        watched.estate.tag(user, "slack-id", "U0BO")
        await #expect(throws: InterventionRefusal.held(.retirementNotOffered)) {
            try await watched.retire(old, agreedBy: "U0BO")
        }
        for day in [51, 52, 53] {
            watched.estate.use(new, at: Made.day(Double(day)))
            try await watched.run(day: Double(day))
        }
        #expect(watched.words(["retirementsOffered"], about: old, to: bo) == "retirementsOffered@51")
        #expect(watched.words(["retirementsOffered"], about: old, to: Watched.anna) == "retirementsOffered@50")
        #expect(try await watched.retire(old, agreedBy: "U0BO").outcome == .done)
    }

    @Test func `an owner who refuses the offer for certain is not asked every day`() async throws {
        let (watched, _, old, new) = try await replaced()
        watched.messenger.fail(.unreachable(.conversationRefused), to: Watched.anna)
        for day in [50, 51, 52, 53] {
            watched.estate.use(new, at: Made.day(Double(day)))
            try await watched.run(day: Double(day))
        }
        #expect(watched.words(["retirementsOffered"], about: old, to: .security) == "retirementsOffered@50")
    }

    @Test func `an offer whose answer was lost is looked up, not made again`() async throws {
        let (watched, _, old, new) = try await replaced()
        watched.messenger.fail(.unknown(stored: true), to: Watched.anna, times: 1)
        watched.messenger.lookUps(.work)
        for day in [50, 51, 52] {
            watched.estate.use(new, at: Made.day(Double(day)))
            try await watched.run(day: Double(day))
        }
        for reader in [Watched.anna, .security] {
            #expect(watched.words(["retirementsOffered"], about: old, to: reader) == "retirementsOffered@50")
        }
    }

    @Test func `restored after that, it is told that nothing deactivates it again, and its notices come as usual`()
        async throws
    {
        let (watched, user, old, _) = try await replaced()
        try await watched.run(day: 50)
        try await watched.retire(old)
        let report = try await watched.restore(old, hours: 24)
        guard case .restore(let restoration) = report.action.kind else { throw InterventionRefusal.wordsTooLong }
        #expect(restoration.until == nil)
        for reader in [Watched.anna, .security] {
            let said = watched.messages(to: reader).last { $0.payload.word == "restored" }?.payload.lines.first
            #expect(said?.key == old && said?.deadline == nil)
        }
        try await watched.run(days: 51...91)
        #expect(watched.estate.user(user)?.keys.first { $0.id == old }?.status == .inactive)
        #expect(watched.words(["restoresEnding"], about: old, to: Watched.anna) == "")
        #expect(watched.notices(of: old, to: Watched.anna) == "76@76 81@81 86@86")
        #expect(watched.deactivations(of: old) == [50, 91])
    }

    @Test func `restored with a promise ahead, it stays on until that day`() async throws {
        let watched = Watched()
        let (user, old) = watched.anna()
        watched.estate.use(old, at: Made.day(30))
        let new = watched.estate.addKey(user, createdAt: Made.day(40))
        try await watched.run(days: 70...76)
        watched.estate.use(new, at: Made.day(77))
        try await watched.run(day: 77)
        try await watched.retire(old)
        #expect(watched.deactivations(of: old) == [77])
        let report = try await watched.restore(old, hours: 24)
        guard case .restore(let restoration) = report.action.kind else { throw InterventionRefusal.wordsTooLong }
        #expect(restoration.until == Made.day(91))
        try await watched.run(days: 78...91)
        #expect(watched.deactivations(of: old) == [77, 91])
    }

    @Test func `on a day off it is held for the working hours, not for its turn`() async throws {
        let (watched, _, old, _) = try await replaced()
        try await watched.run(day: 50)
        watched.settings.policy.hours = WorkingHours(zone: .utc, days: [], from: 0, to: 1_440, holidays: [])
        await #expect(throws: InterventionRefusal.held(.outsideWorkingHours)) { try await watched.retire(old) }
        watched.settings.policy.hours = nil
        #expect(try await watched.retire(old).outcome == .done)
    }

    @Test func `the brake counts it`() async throws {
        let (watched, _, old, _) = try await replaced()
        watched.settings.policy.maxDeactivations = 0
        try await watched.run(day: 50)
        await #expect(throws: InterventionRefusal.held(.rate(expected: Made.day(51)))) { try await watched.retire(old) }
    }

    @Test(arguments: 1...30)
    func `killed at any call, it is told exactly if it happened`(call: Int) async throws {
        for moment in CrashPoint.Moment.allCases {
            let (watched, user, old, _) = try await replaced()
            try await watched.run(day: 50)
            let point = CrashPoint(atCall: call, moment)
            _ = try? await watched.retire(old, crash: point)
            watched.clock.advance(400)
            try await watched.runNow()
            let isOff = watched.estate.user(user)?.keys.first { $0.id == old }?.status == .inactive
            let told = watched.words(["retired"], about: old, to: Watched.anna)
            #expect(told == (isOff ? "retired@50" : ""), "killed \(moment) call \(call)")
            #expect(await watched.ledger.untoldWords() == [])
            if point.calls < call { return }
        }
    }
}
