import KeyPolicy
import KeyWatch
import Testing

@testable import relevo

struct PlanTextTests {
    private static func plan(_ actions: [PlannedAction] = [], held: [HeldKey] = [], error: String? = nil) throws -> Plan
    {
        var plan = Plan(at: Sample.now, accounts: [try Sample.outcome(error: error)])
        plan.actions = actions
        plan.held = held
        return plan
    }

    @Test func `nothing to do`() throws {
        expect(
            PlanText(try Self.plan()).text(Terminal(width: 100)),
            is: """
                Plan for 2026-03-02T12:00:00Z

                Nothing to do.

                ✓ 222222222222 shop: read completely
                """)
    }

    @Test func `actions, held keys, and an unknown account`() throws {
        let plan = try Self.plan(
            [
                Sample.action(Sample.notice()), Sample.action(Sample.notice(stage: 81, isBinding: false)),
                Sample.action(.deactivate(round: 1, promise: try Sample.promise()), age: 91),
                Sample.action(.announce(.newKey(expected: true)), age: 0),
                Sample.action(.announce(.newKey(expected: false)), age: 0),
                Sample.action(.announce(.rotated(successor: try Sample.id("AKIAI44QH8DHBEXAMPLE")))),
                Sample.action(.announce(.reactivated), age: 95),
            ], held: [try Sample.held(.machinesNotEnforced)], error: "AccessDenied")
        expect(
            PlanText(plan).text(Terminal(width: 200)),
            is: """
                Plan for 2026-03-02T12:00:00Z

                In every row: account shop, user ana, key AKIAIOSFODNN7EXAMPLE, to Ana Ruiz.
                what                age  deadline
                notice 76           76   2026-03-17T12:00:00Z
                notice 81*          76   2026-03-17T12:00:00Z
                deactivate          91   2026-03-02T12:00:00Z
                new key (expected)  0
                new key             0
                rotated             76
                reactivated         95

                2 notices (1 not binding*) · 1 deactivation · 4 other messages

                Held
                account  user  key                   age  why
                machinesNotEnforced: 1 key
                shop     ana   AKIAIOSFODNN7EXAMPLE  100  Machines' keys are not deactivated (policy.machines is `notify`).

                1 held

                ✗ 222222222222 shop: unknown, AccessDenied
                """)
    }

    private static func finding(_ kind: Finding.Kind, days: Int = 0) throws -> Finding {
        let key = try Sample.key(age: 100)
        return Finding(
            subject: .key(key, of: try Sample.user(keys: [key]), in: try Sample.account()), kind: kind,
            overdueDays: days)
    }

    @Test func `a held key that is a finding stands once, with both reasons`() throws {
        var plan = try Self.plan(held: [try Sample.held(.promiseAhead(Sample.days(2)))])
        plan.findings = [try Self.finding(.overdue, days: 3)]
        let text = PlanText(plan).text(Terminal(width: 200))
        #expect(text.split(separator: "AKIAIOSFODNN7EXAMPLE", omittingEmptySubsequences: false).count == 2, "\(text)")
        #expect(
            text.contains(
                "The promised deadline is 2026-03-04T12:00:00Z. Its owner kept it past the first deadline. Overdue for "
                    + "3 days."), "\(text)")
        #expect(text.contains("promiseAhead, overdue: 1 key\n"))
        #expect(text.contains("1 held · 1 finding among them"))
        #expect(!text.contains("Findings"))
    }

    @Test func `a finding that says why the key is held doesn't say it twice`() throws {
        var plan = try Self.plan(held: [try Sample.held(.machinesNotEnforced)])
        plan.findings = [try Self.finding(.pastItsDay(promised: nil, why: .machinesNotEnforced))]
        let text = PlanText(plan).text(Terminal(width: 300))
        #expect(text.split(separator: "policy.machines", omittingEmptySubsequences: false).count == 2, "\(text)")
        #expect(text.contains("machinesNotEnforced, pastItsDay: 1 key\n"))
        #expect(text.contains("no deadline is promised: Machines' keys"))
    }

    @Test func `what the findings of a group begin with alike is said in the heading`() throws {
        var plan = try Self.plan(held: [])
        plan.findings = try [UnreachableReason.contactMissing, .personUnknown].enumerated().map { number, reason in
            Finding(
                subject: .user(try Sample.user(["ana", "bea"][number]), in: try Sample.account()),
                kind: .ownerUnreachable(reason))
        }
        let lines = PlanText(plan).text(Terminal(width: 300)).split(separator: "\n")
        let start = try #require(lines.firstIndex { $0.hasPrefix("ownerUnreachable: ") })
        #expect(
            lines[start]
                == "ownerUnreachable: Its keys stay active, because nobody would be notified of a deadline:")
        #expect(lines[start + 1] == "ana   \(UnreachableReason.contactMissing.text)")
        #expect(lines[start + 2] == "bea   \(UnreachableReason.personUnknown.text)")
    }

    @Test(arguments: [
        (["One. Two: a", "One. Two: b"], "One. Two:"), (["One. Two", "One. Too"], "One."),
        (["1.5 days", "1.6 days"], ""),
        (["One.", "One."], "One."), (["One."], ""), (["One", "Two"], ""), ([], ""), (["A: b", "A: b. C"], "A:"),
    ])
    func `a common beginning ends with a sentence or a colon`(texts: [String], beginning: String) {
        #expect(CommonBeginning(of: texts).text == beginning)
    }

    @Test func `what is no held key's finding has a table of its own`() throws {
        let held = try Sample.held(.ownerUnreachable(.contactMissing))
        let other = try LargeEstate.users()[34]
        var plan = try Self.plan(held: [held])
        plan.findings = [held.user, other].map {
            Finding(subject: .user($0, in: held.account), kind: .ownerUnreachable(.contactMissing))
        }
        let text = PlanText(plan).text(Terminal(width: 300))
        #expect(text.contains("1 held · 1 finding among them"), "\(text)")
        #expect(text.contains("Other findings"))
        #expect(text.contains("1 other finding\n"))
        plan.held = []
        #expect(PlanText(plan).text(Terminal(width: 300)).contains("\n2 findings\n"))
    }

    @Test func `the week's list of unreachable owners is among what is sent`() throws {
        var plan = try Self.plan([Sample.action(Sample.notice())])
        let users = try ["bea", "leo"].map { try Sample.user($0, tags: ["type": "engineer"]) }
        plan.weeklyList = try users.map {
            Finding(subject: .user($0, in: try Sample.account()), kind: .ownerUnreachable(.contactMissing))
        }
        let text = PlanText(plan).text(Terminal(width: 200))
        #expect(text.contains("unreachable owners  2 users"), "\(text)")
        #expect(text.contains("1 notice · 1 other message"))
        plan.actions = []
        #expect(!PlanText(plan).text(Terminal(width: 200)).contains("Nothing to do."))
        #expect(ForecastText(plans: [plan]).text(Terminal(width: 200)).contains("1 other message"))
    }

    @Test func `announcements, and the exemptions in force`() throws {
        let exemption = try Sample.exemption(.configuration).exemption
        let successor: AccessKeyID = try Sample.id("AKIAI44QH8DHBEXAMPLE")
        var plan = try Self.plan([
            Sample.action(.announce(.decoyUsed(at: Sample.days(-1), service: "s3", region: nil))),
            Sample.action(.announce(.exemptionEnding(exemption))),
            Sample.action(.announce(.restoreEnding(until: Sample.days(0.1)))),
            Sample.action(.announce(.retirementOffered(successor: successor))),
            Sample.action(.restore(Restoration(until: Sample.days(1), reason: "export")), age: 95),
        ])
        plan.exemptions = [
            try Sample.exemption(.configuration), try Sample.exemption(.command, key: "AKIAIOSFODNN7EXAMPLE"),
            try Sample.exemption(.tags, until: nil, reason: nil, by: nil),
        ]
        expect(
            PlanText(plan).text(Terminal(width: 240)),
            is: """
                Plan for 2026-03-02T12:00:00Z

                In every row: account shop, user ana, key AKIAIOSFODNN7EXAMPLE.
                what               age  to        deadline
                decoy used         76   security
                exemption ending   76   Ana Ruiz  2026-04-01T12:00:00Z
                restore ending     76   Ana Ruiz  2026-03-02T14:24:00Z
                deactivate early?  76   Ana Ruiz
                restore            95   Ana Ruiz  2026-03-03T12:00:00Z

                5 other messages

                In every row: exempt ana, account shop.
                key                   until                 reason              by        granted in
                all                   2026-04-01T12:00:00Z  migration, OPS-123  Luis Paz  configuration
                AKIAIOSFODNN7EXAMPLE  2026-04-01T12:00:00Z  migration, OPS-123  Luis Paz  command
                all                   -                     -                   -         tags
                finding: ana in 222222222222: The tag relevo-exempt-until is missing. The tag relevo-exempt-reason \
                is missing. The tag relevo-exempt-by is missing.

                ✓ 222222222222 shop: read completely
                """)
    }

    @Test func `after a run each action has its outcome`() throws {
        let notice = try Sample.action(Sample.notice())
        let off = try Sample.action(.deactivate(round: 1, promise: try Sample.promise()), age: 91)
        var summary = RunSummary(run: Sample.run, startedAt: Sample.now)
        summary.noticesDelivered = 1
        summary.root = "6d0c"
        let report = RunReport(
            plan: try Self.plan([notice, off]),
            outcomes: [notice.id: .delivered, off.id: .failed("AWS said no")], summary: summary)
        expect(
            RunText(report).text(Terminal(width: 200)),
            is: """
                Run of 2026-03-02T12:00:00Z

                In every row: account shop, user ana, key AKIAIOSFODNN7EXAMPLE, to Ana Ruiz.
                what        age  deadline              outcome
                notice 76   76   2026-03-17T12:00:00Z  delivered
                deactivate  91   2026-03-02T12:00:00Z  failed: AWS said no

                1 notice · 1 deactivation

                ✓ 222222222222 shop: read completely

                1 notice delivered · 0 keys deactivated · 0 held · 0 new · 0 rotated

                run 20260302t120000z-4f3a9c · root 6d0c
                """)
    }
}
