import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// SIGKILL at every single write and send of a busy run, then a normal run the same day and on the following days.
struct CrashRunTests {
    /// A day on which everything happens at once, day 91.
    private struct Busy {
        let watched = Watched()
        let anna: AccessKeyID
        let bo: AccessKeyID
        let eva: AccessKeyID
        let untagged: AccessKeyID
        let dora: AccessKeyID
        let carlsNew: AccessKeyID
        let finn: AccessKeyID

        static let people = ["anna", "bo", "eva", "dora", "carl", "finn"]
        static func recipient(_ name: String) -> Recipient { .person(Made.person("U0\(name.uppercased())")) }

        init() async throws {
            let estate = watched.estate
            let account = watched.one.id
            func user(_ name: String) -> UserID {
                estate.addUser(name, in: account, tags: Made.engineer("U0\(name.uppercased())"))
            }
            anna = estate.addKey(user("anna"))
            bo = estate.addKey(user("bo"), createdAt: Made.day(15))
            eva = estate.addKey(user("eva"), createdAt: Made.day(10))
            untagged = estate.addKey(estate.addUser("untagged", in: account, tags: [:]), createdAt: Made.day(15))
            let doras = user("dora")
            dora = estate.addKey(doras, createdAt: Made.day(14))
            let carl = user("carl")
            finn = estate.addKey(user("finn"), createdAt: Made.day(-10))
            for day in [66, 71, 76, 81, 86, 90] { try await watched.run(day: Double(day)) }
            watched.clock.set(Made.day(90.5))
            carlsNew = estate.addKey(carl)
            estate.addKey(doras)
            estate.deleteKey(dora)
            estate.set(finn, active: true)
        }
    }

    /// Crashes at the given call and goes on; nil when the run has no such call.
    private func crashed(at call: Int, _ moment: CrashPoint.Moment, inStages: Bool) async throws -> Busy? {
        let busy = try await Busy()
        let point = CrashPoint(atCall: call, moment)
        busy.watched.clock.set(Made.day(91))
        if inStages {
            try await busy.watched.runInStages(crash: point)
            guard point.hasCrashed else { return nil }
        } else {
            _ = try? await busy.watched.runNow(crash: point)
            guard point.hasCrashed else { return nil }
            // The dead run's lease has to end first.
            busy.watched.clock.advance(3_600)
            try await busy.watched.runNow()
        }
        for day in [92, 96, 97, 101, 106] { try await busy.watched.run(day: Double(day)) }
        return busy
    }

    private static let stages = [
        "bo": "76 81 86", "eva": "76 81 86", "dora": "76", "anna": "76 81 86", "finn": "76 81 86 86",
    ]

    @Test(arguments: CrashPoint.Moment.allCases, [false, true])
    func `nothing is lost, nothing is early, and a repeat says so`(
        moment: CrashPoint.Moment, inStages: Bool
    ) async throws {
        var call = 1
        while let busy = try await crashed(at: call, moment, inStages: inStages) {
            let watched = busy.watched
            let place = Comment(rawValue: "killed \(moment) call \(call)\(inStages ? " of its stages" : "")")
            let keys = [
                "anna": busy.anna, "bo": busy.bo, "eva": busy.eva, "dora": busy.dora, "finn": busy.finn,
            ]
            for (name, key) in keys.sorted(by: { $0.key < $1.key }) {
                let notices = watched.notices(of: key, to: Busy.recipient(name)).split(separator: " ")
                let once = notices.filter { !$0.hasSuffix("?") }
                // Every stage is there; what is there beyond that says that it may be a repeat.
                let stages = Set(notices.map { $0.prefix { $0 != "@" } })
                #expect(stages == Set(Self.stages[name]?.split(separator: " ") ?? []), place)
                // An intent without an answer begins a new round, as nobody can say whether it had an effect.
                let rounds = name == "anna" && watched.deactivations(of: key) == [97] ? 1 : 0
                #expect(once.count <= (Self.stages[name] ?? "").split(separator: " ").count + rounds, place)
                #expect(notices.count <= once.count + 1, place)
            }
            #expect(
                Set(watched.notices(of: busy.untagged, to: .security).split(separator: " ").map { $0.prefix(2) })
                    == ["76", "81", "86"], place)
            #expect([[91], [97]].contains(watched.deactivations(of: busy.anna)), place)
            // Told by the killed run or an hour later by the next one: five full days from then.
            #expect([[81, 96], [81, 97]].contains(watched.deactivations(of: busy.finn)), place)
            #expect(watched.deactivations(of: busy.bo) == [106], place)
            for (key, name) in [(busy.anna, "anna"), (busy.bo, "bo")] {
                for recipient in [Busy.recipient(name), .security] {
                    let told = watched.words(["deactivated"], about: key, to: recipient).split(separator: " ")
                    #expect(told.count == 1, place)
                }
            }
            checkAnnouncements(busy, place)
            #expect(await watched.ledger.unsentMessages() == [], place)
            #expect(try await ChainVerification.of(watched.ledger).faults == [], place)
            call += 1
        }
        #expect(call > 25, "the run was expected to make many calls")
    }

    /// Words that have no marked repeats: each is there exactly once.
    private func checkAnnouncements(_ busy: Busy, _ place: Comment) {
        for (recipient, word, key) in [
            ("carl", "newKey", busy.carlsNew), ("dora", "rotated", busy.dora), ("finn", "reactivated", busy.finn),
        ] {
            for recipient in [Busy.recipient(recipient), .security] {
                let said = busy.watched.words([word], about: key, to: recipient).split(separator: " ")
                #expect(said.count == 1, "\(word) to \(recipient.text), \(place)")
            }
        }
        let copies = busy.watched.words(["noticeCopies"], about: busy.bo, to: .security).split(separator: " ")
        #expect(copies.count == 3, place)
    }

    @Test(arguments: [false, true])
    func `a key that its owner deleted before it was read again is not reported as deactivated`(didHappen: Bool)
        async throws
    {
        let watched = Watched()
        let (user, key) = watched.anna()
        try await watched.run(days: 76...90)
        watched.clock.set(Made.day(91))
        watched.estate.fail(.deactivate, with: .garbage, times: 1, takesEffect: didHappen)
        watched.estate.beforeNext(.deactivate) { $0.fail(.readAgain, with: .garbage, times: 1) }
        try await watched.runNow()
        watched.estate.deleteKey(key)
        watched.clock.advance(3_600)
        try await watched.runNow()
        try await watched.run(day: 92)
        for reader in [Watched.anna, .security] {
            #expect(watched.words(["deactivated"], about: key, to: reader) == "")
        }
        #expect(await watched.ledger.unsentMessages() == [])
        let events = await watched.events(of: user, in: watched.one.id)
        #expect(events.contains("deactivationFailed") && !events.contains("deactivated"))
    }

    @Test func `what IAM still shows Active a minute after the call proves nothing, and is told once it is off`()
        async throws
    {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...90)
        watched.clock.set(Made.day(91))
        // The answer is lost, and reading again fails too: nobody knows whether it is off.
        watched.estate.fail(.deactivate, with: .garbage, times: 1, takesEffect: true)
        watched.estate.beforeNext(.deactivate) { $0.fail(.readAgain, with: .garbage, times: 1) }
        try await watched.runNow()
        watched.clock.advance(60)
        #expect(watched.words(["deactivated"], about: key, to: Watched.anna) == "")
        // As if the listing were old: on a moment ago, off by now.
        watched.estate.set(key, active: true)
        let early = try await watched.runNow()
        #expect(early.held(key) == "lookUpFailed")
        watched.estate.set(key, active: false)
        watched.clock.advance(300)
        try await watched.runNow()
        #expect(watched.words(["deactivated"], about: key, to: Watched.anna) == "deactivated@91")
    }
}
