import FoundationEssentials
import KeyPolicy
import KeyWatch
import Messages
import Testing

/// The run's summary: always posted, always one message.
struct SummaryTests {
    @Test(arguments: Language.allCases)
    func `a run with nothing to report still reports that`(language: Language) throws {
        let composer = try Sample.composer(language)
        var summary = try quiet()
        summary.finishedAt = Sample.days(0.01)
        try Snapshot.holds(
            "summary-nothing", language, composer.compose(.summary(summary), now: Sample.now), covers: [])
    }

    @Test(arguments: Language.allCases)
    func `a run at work shows what is planned`(language: Language) throws {
        let composer = try Sample.composer(language)
        var summary = try quiet()
        summary.noticesPlanned = [86: 1, 76: 2, 81: 0]
        summary.deactivationsPlanned = 1
        summary.newKeys = 1
        try Snapshot.holds(
            "summary-at-work", language, composer.compose(.summary(summary), now: Sample.now), covers: [])
    }

    @Test(arguments: Language.allCases)
    func `a run that did everything`(language: Language) throws {
        let composer = try Sample.composer(language)
        var summary = try quiet()
        summary.noticesPlanned = [76: 2, 86: 1]
        summary.noticesDelivered = 3
        summary.deactivationsPlanned = 1
        summary.deactivated = 1
        summary.newKeys = 2
        summary.rotated = 1
        summary.reactivated = 1
        summary.held = [.machinesNotEnforced: 3]
        summary.heldKeys = try ["ci-deploy", "backup"].map { name in
            let action = try Sample.action(user: name, tags: Sample.machine)
            return HeldKey(
                account: action.account, user: action.user, key: action.key, ageDays: 120, addressee: action.addressee,
                reason: .machinesNotEnforced)
        }
        summary.withinMaximum = 48
        summary.week.shareBefore = 90
        let today = Policy().day(at: Sample.now)
        summary.nextDays = [today.adding(2): 2, today.adding(4): 1]
        summary.mostDue = [RunSummary.Due(held: Sample.held(try Sample.action()), count: 4)]
        summary.finishedAt = Sample.days(0.01)
        summary.root = String(repeating: "0123456789abcdef", count: 4)
        try Snapshot.holds("summary-done", language, composer.compose(.summary(summary), now: Sample.now), covers: [])
    }

    @Test(arguments: Language.allCases)
    func `on Mondays the week is in the summary`(language: Language) throws {
        var summary = try quiet()
        summary.withinMaximum = 52
        (summary.week.notices, summary.week.rotated, summary.week.newKeys) = (12, 3, 1)
        summary.showsWeek = true
        summary.finishedAt = Sample.days(0.01)
        try Snapshot.holds(
            "summary-monday", language, try Sample.composer(language).compose(.summary(summary), now: Sample.now),
            covers: [])
    }

    @Test(arguments: Language.allCases)
    func `findings are short, and name no key that the list of held keys names`(language: Language) throws {
        var summary = try quiet()
        let account = try Sample.account()
        let machine = try Sample.action(user: "ci-deploy", tags: Sample.machine)
        let changed = try Sample.action(user: "ana", key: try Sample.key("AKIAI44QH8DHBEXAMPLE", age: 120))
        summary.held = [.machinesNotEnforced: 1, .exempt: 1]
        summary.heldKeys = [(machine, HoldReason.machinesNotEnforced), (changed, .promiseAhead(Sample.days(5)))].map {
            HeldKey(
                account: $0.account, user: $0.user, key: $0.key, ageDays: 120, addressee: $0.addressee, reason: $1)
        }
        summary.findings =
            [
                Finding(
                    subject: .key(machine.key, of: machine.user, in: account),
                    kind: .pastItsDay(promised: nil, why: .machinesNotEnforced)),
                Finding(
                    subject: .key(changed.key, of: changed.user, in: account),
                    kind: .pastItsDay(promised: Sample.days(-3), why: .machinesNotEnforced)),
            ]
            + (try (1...12).map { number in
                Finding(
                    subject: .user(try Sample.user("user\(number)", in: account, tags: [:], keys: []), in: account),
                    kind: .ownerUnreachable(.contactMissing))
            })
        summary.finishedAt = Sample.days(0.01)
        try Snapshot.holds(
            "summary-findings", language, try Sample.composer(language).compose(.summary(summary), now: Sample.now),
            covers: [])
    }

    @Test(arguments: Language.allCases)
    func `a run that was interrupted`(language: Language) throws {
        let composer = try Sample.composer(language)
        var summary = try quiet()
        summary.noticesPlanned = [76: 3]
        summary.noticesDelivered = 1
        summary.isInterrupted = true
        summary.finishedAt = Sample.days(0.01)
        try Snapshot.holds(
            "summary-interrupted", language, composer.compose(.summary(summary), now: Sample.now), covers: [])
    }

    @Test(arguments: Language.allCases)
    func `a run that could not do everything`(language: Language) throws {
        let composer = try Sample.composer(language)
        var summary = try quiet()
        summary.noticesPlanned = [76: 3]
        summary.noticesDelivered = 2
        summary.deactivationsPlanned = 2
        summary.deactivated = 1
        summary.unknown = [
            RunSummary.Unknown(account: try Sample.account("222222222222", "sandbox"), why: .notAllowed),
            RunSummary.Unknown(account: try Sample.account("333333333333", "data"), why: .throttled),
        ]
        summary.problems = [
            Problem(
                .messageNotDelivered, about: .recipient(.person(try Sample.id("U0MARIA"))),
                "The notice to U0MARIA was not delivered; the next run tries again: HTTP 503."),
            Problem(
                .keyNotDeactivated,
                about: .key(try Sample.id("AKIAIOSFODNN7EXAMPLE"), in: try Sample.id("111111111111")),
                "AKIA…MPLE in 111111111111 was not deactivated: AccessDenied"),
        ]
        summary.held = [.alarm: 2, .accountIncomplete: 12]
        summary.finishedAt = Sample.days(0.01)
        try Snapshot.holds(
            "summary-troubled", language, composer.compose(.summary(summary), now: Sample.now), covers: [])
    }

    @Test(arguments: Language.allCases)
    func `a run with keys that wait, and with limits that are too low`(language: Language) throws {
        let composer = try Sample.composer(language)
        var summary = try quiet()
        summary.finishedAt = Sample.days(0.01)
        summary.turns = [Sample.days(1): 10, Sample.days(2): 1]
        summary.held = [.rate: 11]
        let account: AccountID = try Sample.id("222222222222")
        let other: AccountID = try Sample.id("111111111111")
        summary.pace = DeactivationPace(
            brake: Brake(maxDeactivations: 10, maxPercent: 20, perAccount: [account: 1]), policy: Policy(),
            keys: [account: 3_200], promised: (0..<700).map { _ in (other, Sample.days(15)) },
            past: [], now: Sample.now)
        try Snapshot.holds("summary-queue", language, composer.compose(.summary(summary), now: Sample.now), covers: [])
    }

    @Test(arguments: Language.allCases)
    func `every reason to leave a key alone has a phrase`(language: Language) throws {
        let composer = try Sample.composer(language)
        var summary = try quiet()
        for (index, code) in HoldReason.Code.allCases.enumerated() { summary.held[code] = 100 - index }
        try Snapshot.holds("summary-held", language, composer.compose(.summary(summary), now: Sample.now), covers: [])
    }

    @Test(arguments: Language.allCases)
    func `exemptions in force are shown, those with a finding first`(language: Language) throws {
        let composer = try Sample.composer(language)
        var summary = try quiet()
        let sandbox = try Sample.account("222222222222", "sandbox")
        summary.exemptions = try [
            Sample.inForce(), Sample.inForce(Sample.exemption(.configuration), key: Sample.id("AKIAIOSFODNN7EXAMPLE")),
            Sample.inForce(Sample.exemption(until: nil, reason: nil, by: nil, .tags), user: "juan", in: sandbox),
            Sample.inForce(Sample.exemption(until: nil, .tags, unreadableEnd: "soon"), user: "ana", in: sandbox),
            Sample.inForce(
                Sample.exemption(until: Sample.days(91), reason: "moved to the new vendor.", by: nil, .tags),
                user: "zoe", in: sandbox),
        ]
        try Snapshot.holds(
            "summary-exemptions", language, composer.compose(.summary(summary), now: Sample.now), covers: [])
        summary.exemptions = [summary.exemptions[0]]
        try Snapshot.holds(
            "summary-exemption", language, composer.compose(.summary(summary), now: Sample.now), covers: [])
    }

    @Test func `long lists are cut, with how much is missing, and stay one message`() throws {
        let composer = try Sample.composer()
        var summary = try quiet()
        let long = String(repeating: "x<&", count: 3_500)
        summary.unknown = try (100..<400).map {
            RunSummary.Unknown(account: try Sample.account("222222222\($0)", "\($0)" + long), why: .other)
        }
        summary.problems = try (0..<200).map {
            Problem(.userNotReadAgain, about: .user("\($0)" + long, in: try Sample.id("222222222222")), long)
        }
        let messages = composer.compose(.summary(summary), now: Sample.now)
        #expect(messages.count == 1)
        let rendering = try Rendering(try #require(messages.first))
        #expect(rendering.length <= 13_200)
        #expect(rendering.blocks.allSatisfy { ($0.text?.text.utf16.count ?? 0) <= 3_000 })
        #expect(
            rendering.blocks.compactMap { $0.text?.text.split(separator: "\n").last }
                .filter { $0.hasPrefix("• and ") } == ["• and 287 more", "• and 191 more"])
    }

    private func quiet() throws -> RunSummary {
        var summary = RunSummary(run: try Sample.id("run-20260302-1"), startedAt: Sample.now)
        summary.modes = [.enforce: 2, .notify: 1]
        summary.accounts = 3
        summary.users = 40
        summary.activeKeys = 52
        return summary
    }
}
