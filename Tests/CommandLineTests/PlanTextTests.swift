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

                In every row: account shop, user ana, key AKIA…MPLE, to Ana Ruiz.
                what                     age  deadline
                notice 76                76   2026-03-17T12:00:00Z
                notice 81 (not binding)  76   2026-03-17T12:00:00Z
                deactivate               91   2026-03-02T12:00:00Z
                new key (expected)       0
                new key                  0
                rotated                  76
                reactivated              95

                2 notices (1 not binding*) · 1 deactivation · 4 other messages

                Held
                account  user  key        age  why
                machinesNotEnforced: 1 key
                shop     ana   AKIA…MPLE  100  Machines' keys are not deactivated (policy.machines is `notify`).

                1 held

                ✗ 222222222222 shop: unknown, AccessDenied
                """)
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

                In every row: account shop, user ana, key AKIA…MPLE.
                what               age  to        deadline
                decoy used         76   security
                exemption ending   76   Ana Ruiz  2026-04-01T12:00:00Z
                restore ending     76   Ana Ruiz  2026-03-02T14:24:00Z
                deactivate early?  76   Ana Ruiz
                restore            95   Ana Ruiz  2026-03-03T12:00:00Z

                5 other messages

                In every row: exempt ana, account shop.
                key        until                 reason              by        granted in
                all        2026-04-01T12:00:00Z  migration, OPS-123  Luis Paz  configuration
                AKIA…MPLE  2026-04-01T12:00:00Z  migration, OPS-123  Luis Paz  command
                all        -                     -                   -         tags
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

                In every row: account shop, user ana, key AKIA…MPLE, to Ana Ruiz.
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
