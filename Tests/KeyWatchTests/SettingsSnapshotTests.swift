import FoundationEssentials
import KeyPolicy
import Testing

@testable import KeyWatch

/// What a configuration may enforce on the day on which it changed, and what is told of the change.
struct SettingsSnapshotTests {
    private static let now = Made.day(10)

    private static func settings(_ edit: (inout WatchSettings) -> Void = { _ in }) -> WatchSettings {
        var settings = WatchSettings(policy: Policy(), mode: .enforce)
        edit(&settings)
        return settings
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// What makes more of it.
        let edit: @Sendable (inout WatchSettings) -> Void
        /// What is told of it.
        let said: String
    }

    private static let anna = Exemption(
        subject: .user("AIDA0000000000000001"), until: Made.day(40), reason: "r", approver: "Luis")

    private static let cases = [
        Case(testDescription: "a mode", edit: { $0.mode = .notify }, said: "mode: notify > enforce"),
        Case(
            testDescription: "an account's mode", edit: { $0.accounts[Made.account(1).id] = .init(mode: .report) },
            said: "accounts.overrides.111111111111.mode: report > -"),
        Case(
            testDescription: "an account's limit",
            edit: { $0.accounts[Made.account(1).id] = .init(maxDeactivations: 2) },
            said: "accounts.overrides.111111111111.max-deactivations: 2 > -"),
        Case(
            testDescription: "read only", edit: { $0.readOnly = [Made.account(1).id] },
            said: "accounts.own: direct: 111111111111 > -"),
        Case(
            testDescription: "the age", edit: { $0.policy.deactivateAt = 100 },
            said: "policy.deactivate-at: 100 > 91"),
        Case(testDescription: "notice", edit: { $0.policy.noticeDays = 7 }, said: "policy.notice-days: 7 > 5"),
        Case(
            testDescription: "the limit", edit: { $0.policy.maxDeactivations = 3 },
            said: "policy.max-deactivations: 3 > 10"),
        Case(testDescription: "the share", edit: { $0.policy.maxPercent = 10 }, said: "policy.max-percent: 10 > 20"),
        Case(
            testDescription: "how long a promise counts", edit: { $0.policy.promiseValidDays = 7 },
            said: "policy.promise-valid-days: 7 > 14"),
        Case(
            testDescription: "how long exemptions last", edit: { $0.policy.maxExemptionDays = 120 },
            said: "policy.max-exemption-days: 120 > 90"),
        Case(
            testDescription: "protected", edit: { $0.policy.protected = [ARNPattern("arn:x")] },
            said: "policy.protected: arn:x > -"),
        Case(
            testDescription: "decoys", edit: { $0.policy.decoys = [ARNPattern("arn:x")] },
            said: "policy.decoys: arn:x > -"),
        Case(
            testDescription: "an exemption", edit: { $0.policy.exemptions = [anna] },
            said: "policy.exemptions: AIDA0000000000000001, until: 2026-02-10T12:00:00Z, reason: r, by: Luis > -"),
    ]

    /// Each case as it is before; the plain settings are the wider ones.
    @Test(arguments: cases)
    func `of two configurations the one that deactivates less counts, whichever came first`(row: Case) {
        let (less, more) = (Self.settings(row.edit), Self.settings())
        #expect(SettingsSnapshot(less).isWidened(by: more, at: Self.now))
        #expect(!SettingsSnapshot(more).isWidened(by: less, at: Self.now))
        for (before, after) in [(less, more), (more, less)] {
            let narrow = SettingsSnapshot(before).narrowing(after, at: Self.now)
            #expect(!SettingsSnapshot(less).isWidened(by: narrow, at: Self.now))
            #expect(!SettingsSnapshot(narrow).isWidened(by: less, at: Self.now))
        }
        let said = SettingsSnapshot(more).changes(since: SettingsSnapshot(less))
            .map { "\($0.name): \($0.from ?? "-") > \($0.to ?? "-")" }
        #expect(said == [row.said])
        #expect(SettingsSnapshot(less).digest != SettingsSnapshot(more).digest)
    }

    @Test func `every number and every switch of the policy is recorded`() {
        let children = Mirror(reflecting: Policy()).children.map(\.value)
        #expect(children.count { $0 is Int } == PolicyNumber.all.count)
        #expect(children.count { $0 is Bool } == PolicyFlag.all.count)
    }

    @Test func `machines and untagged users are enforced only where both say so`() {
        let more = Self.settings {
            $0.policy.enforcesMachines = true
            $0.policy.treatsUntaggedAsEngineers = true
        }
        let narrow = SettingsSnapshot(Self.settings()).narrowing(more, at: Self.now)
        #expect(!narrow.policy.enforcesMachines && !narrow.policy.treatsUntaggedAsEngineers)
        #expect(SettingsSnapshot(Self.settings()).isWidened(by: more, at: Self.now))
    }

    @Test func `an exemption that is over anyway widens nothing`() {
        let before = Self.settings { $0.policy.exemptions = [Self.anna] }
        #expect(!SettingsSnapshot(before).isWidened(by: Self.settings(), at: Made.day(41)))
    }

    @Test func `a limit of an account stays its own, and everybody else's mode too`() {
        let before = Self.settings { $0.accounts[Made.account(1).id] = .init(mode: .enforce) }
        #expect(!SettingsSnapshot(before).isWidened(by: Self.settings(), at: Self.now))
    }

    private static func hours(_ zone: Zone = .utc, days: Set<Int> = [1, 2, 3, 4, 5], from: Int, to: Int) -> WorkingHours
    {
        WorkingHours(zone: zone, days: days, from: from, to: to, holidays: [])
    }

    @Test func `hours are those that both allow`() {
        let before = Self.settings { $0.policy.hours = Self.hours(days: [1, 2], from: 480, to: 960) }
        let after = Self.settings { $0.policy.hours = Self.hours(days: [2, 3], from: 600, to: 1_080) }
        let narrow = SettingsSnapshot(before).narrowing(after, at: Self.now).policy.hours
        #expect(narrow == Self.hours(days: [2], from: 600, to: 960))
        #expect(SettingsSnapshot(Self.settings()).narrowing(after, at: Self.now).policy.hours == after.policy.hours)
    }

    @Test func `where the old hours can't be known any more nothing is deactivated that day`() {
        let before = Self.settings { $0.policy.hours = Self.hours(from: 480, to: 960) }
        let narrow = SettingsSnapshot(before).narrowing(Self.settings(), at: Self.now)
        #expect(narrow.policy.hours?.contains(Made.day(11)) == false)
        #expect(SettingsSnapshot(before).isWidened(by: Self.settings(), at: Self.now))
    }
}
