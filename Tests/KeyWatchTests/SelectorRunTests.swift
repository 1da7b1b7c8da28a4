import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// Entries of the configuration that name nothing.
struct SelectorRunTests {
    private static let two = Made.account(2)

    private func watched() -> Watched {
        let watched = Watched(accounts: [Made.account(1), Self.two])
        watched.estate.addUser(
            "break-glass", in: watched.one.id, tags: Made.engineer("U0ANNA"), createdAt: Made.day(-1), path: "/admins/")
        return watched
    }

    private func problems(_ report: RunReport) -> [String] {
        report.summary.problems.map(\.text).filter { $0.contains("this entry does nothing") }
    }

    @Test func `an ARN without the user's path is a problem in each summary, with the nearest user`() async throws {
        let watched = watched()
        watched.settings.policy.protected = [ARNPattern("arn:aws:iam::111111111111:user/break-glass")]
        for day in [1.0, 2] {
            let report = try await watched.run(day: day)
            #expect(
                problems(report) == [
                    "policy.protected: there is no user that matches arn:aws:iam::111111111111:user/break-glass, so this "
                        + "entry does nothing. The nearest is arn:aws:iam::111111111111:user/admins/break-glass. Correct "
                        + "it or remove it."
                ])
            #expect(report.exitReasons == [.problem])
        }
        watched.settings.policy.protected = [ARNPattern("arn:aws:iam::111111111111:user/admins/break-glass")]
        #expect(try await watched.run(day: 3).exitReasons == [])
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let says: String?
        let change: @Sendable (inout WatchSettings) -> Void
    }

    private static func exemption(_ subject: Exemption.Subject, until day: Double = 9) -> Exemption {
        Exemption(subject: subject, until: Made.day(day), reason: "r", approver: "b")
    }

    @Test(arguments: [
        Case(testDescription: "a decoy", says: "policy.decoys: there is no user that matches") {
            $0.policy.decoys = [ARNPattern("arn:aws:iam::*:user/bait")]
        },
        Case(testDescription: "an exempt user", says: "policy.exemptions: there is no user that matches") {
            $0.policy.exemptions = [exemption(.user("arn:aws:iam::111111111111:user/nobody"))]
        },
        Case(testDescription: "an exempt id", says: "policy.exemptions: there is no user with the id") {
            $0.policy.exemptions = [exemption(.user("AIDA9999999999999999"))]
        },
        Case(testDescription: "an exempt key", says: "policy.exemptions: there is no key AKIA9999999999999999") {
            $0.policy.exemptions = [exemption(.key(Made.id("AKIA9999999999999999")))]
        },
        Case(testDescription: "an exemption that is over", says: nil) {
            $0.policy.exemptions = [exemption(.user("AIDA9999999999999999"), until: 1)]
        },
        Case(testDescription: "a user of an account that isn't watched", says: "account 333333333333 is not watched") {
            $0.policy.protected = [ARNPattern("arn:aws:iam::333333333333:user/ana")]
        },
        Case(
            testDescription: "an override",
            says:
                "accounts.overrides: there is no account 222222222223 among those that are watched, so this entry does "
                + "nothing. The nearest is 222222222222."
        ) { $0.accounts[Made.id("222222222223")] = .init(mode: .notify) },
        Case(testDescription: "an override of a watched account", says: nil) {
            $0.accounts[Self.two.id] = .init(mode: .notify)
        },
        Case(testDescription: "what the estate has", says: nil) {
            $0.policy.protected = [ARNPattern("arn:aws:iam::*:user/admins/*")]
        },
    ])
    func `what names nothing is a problem by name`(row: Case) async throws {
        let watched = watched()
        row.change(&watched.settings)
        let report = try await watched.run(day: 2)
        #expect(problems(report).count == (row.says == nil ? 0 : 1))
        if let says = row.says { #expect(problems(report).first?.contains(says) == true, "\(problems(report))") }
    }

    @Test func `an account that could not be read proves nothing`() async throws {
        let watched = watched()
        watched.settings.policy.protected = [
            ARNPattern("arn:aws:iam::222222222222:user/ana"), ARNPattern("arn:aws:iam::*:user/bea"),
            ARNPattern("arn:aws:iam::111111111111:user/caro"),
        ]
        watched.estate.fail(.users, in: Self.two.id, with: .garbage)
        let report = try await watched.run(day: 2)
        #expect(problems(report).count == 1)
        #expect(problems(report).first?.contains("user/caro") == true)
        let one = try await watched.runNow(only: [watched.one.id])
        #expect(problems(one).count == 1)
    }

    @Test func `where an account is not watched on purpose, nobody needs to be protected`() async throws {
        let watched = watched()
        watched.estate.leave(Self.two.id, why: .leftOut)
        watched.settings.policy.protected = [ARNPattern("arn:aws:iam::222222222222:user/ana")]
        watched.settings.accounts[Self.two.id] = .init(mode: .notify)
        #expect(problems(try await watched.run(day: 2)) == [])
    }
}
