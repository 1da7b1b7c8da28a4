import AWS
import Adapters
import FoundationEssentials
import KeyPolicy
import KeyWatch
import Logging
import Slack
import Testing

@testable import Doctor
@testable import relevo

/// The text and verdicts of `relevo doctor`; EstateTests run it against servers.
struct DoctorTests {
    private static let checks: [Check] = [
        .good("ledger", "relevo.db", "opens."),
        .bad("slack-channel", "C0X", "&keys\u{1B}[2J doesn't\nhave it.", fix: "/invite @relevo"),
        .unknown("zone", "policy.hours", "is not set."),
    ]

    /// What 38 accounts answer: `failing` of them refuse the audit role, and one has no permission for one call.
    private static func accounts(failing: Int) throws -> [Check] {
        try LargeEstate.accounts().enumerated().flatMap { number, account -> [Check] in
            let verdict = AccountVerdict(
                subject: "\(account.id) \(account.name)", caller: "arn:aws:iam::111111111111:user/relevo",
                mode: .notify,
                hasExternalID: true)
            var error = AWSError(
                .refused, code: "AccessDenied",
                message: "User: arn:aws:iam::111111111111:user/relevo is not authorized to perform: sts:AssumeRole on "
                    + "resource: arn:aws:iam::\(account.id):role/RelevoAudit", status: 403, requestID: "r-\(number)")
            error.service = "STS"
            error.operation = "AssumeRole"
            let isRefused = number < failing
            let role = "arn:aws:iam::\(account.id):role/RelevoAudit"
            let calls = ["sts:AssumeRole", "iam:ListAccessKeys"].map { action in
                let outcome: ProbedCall.Outcome =
                    !isRefused
                    ? (number == 37 && action == "iam:ListAccessKeys" ? .refused(error) : .allowed)
                    : action == "sts:AssumeRole" ? .refused(error) : .untried("the role could not be assumed")
                return verdict.audit(ProbedCall(action: action, outcome: outcome), role: role)
            }
            return (calls + [verdict.enforceNotNeeded]).map { $0.made(in: account) }
        }
    }

    @Test func `one reason in many accounts is one line and one fix`() throws {
        let text = DoctorText(try Self.accounts(failing: 38), isFailedOnly: true).text(Terminal())
        expect(
            text,
            is: """
                ✗ audit-role 38 accounts (acme-payments-prod-1, acme-data-platform-engineering-prod-1, acme-web-prod-1, \
                acme-security-tooling-prod-1, acme-網路基礎設施-prod-1 and 33 more): can't be assumed, so the account is \
                unknown: STS AssumeRole was refused with AccessDenied: User: arn:aws:iam::111111111111:user/relevo is not \
                authorized to perform: sts:AssumeRole on resource: arn:aws:iam::ACCOUNT:role/RelevoAudit (HTTP 403). Allow sts:AssumeRole for that \
                principal. → fix 1

                To fix
                1. Create arn:aws:iam::ACCOUNT:role/RelevoAudit from the files of `relevo init` (StackSets leave out the \
                management account); its trust policy must allow arn:aws:iam::111111111111:user/relevo with the \
                configured external id, and arn:aws:iam::111111111111:user/relevo needs sts:AssumeRole on it.

                0 passed, 38 failed, 76 not checked.
                """)
    }

    @Test func `healthy accounts share a line, and one fault keeps its own words`() throws {
        let lines = DoctorText(try Self.accounts(failing: 2)).text(Terminal()).split(separator: "\n")
        let healthy = lines.filter { $0.hasPrefix("✓") }
        #expect(healthy.count == 1)
        #expect(healthy.first?.hasPrefix("✓ 35 accounts (") == true, "\(healthy)")
        #expect(
            lines.contains { $0.hasPrefix("✗ audit-permission 200000000037 legacy iam:ListAccessKeys: is refused") })
        #expect(lines.contains { $0.hasPrefix("✗ audit-role 2 accounts (acme-payments-prod-1, ") })
    }

    @Test func `an account where a call could not be tried says so, and one that needs no role doesn't`() throws {
        let account = try Sample.account()
        func healthy(_ outcome: ProbedCall.Outcome) -> String {
            let calls = [
                Self.verdict(.report).audit(ProbedCall(action: "sts:AssumeRole", outcome: .allowed), role: Self.role),
                Self.verdict(.report).audit(ProbedCall(action: "iam:GetUser", outcome: outcome), role: Self.role),
            ]
            return DoctorText((calls + [Self.verdict(.report).enforceNotNeeded]).map { $0.made(in: account) })
                .text(Terminal())
        }
        #expect(healthy(.allowed).contains("222222222222 shop: each role and call that a run needs is allowed."))
        #expect(healthy(.untried("no key is known")).contains("each role and call that was tried is allowed."))
    }

    @Test func `a warning is shown, has its fix in the list, and is no fault`() throws {
        let checks: [Check] = ["U0ANA of ana in 1", "U0BEA of bea in 1"].map {
            .warning("slack-id", $0, "is a bot.", fix: "Correct the tag.")
        }
        #expect(checks.allSatisfy { $0.ok == nil && !$0.isHealthy })
        expect(
            DoctorText(checks).text(Terminal()),
            is: """
                ! slack-id U0ANA of ana in 1, U0BEA of bea in 1: is a bot. → fix 1

                To fix
                1. Correct the tag.

                0 passed, 0 failed, 2 warnings, 0 not checked.
                """)
    }

    @Test func `an account stands once behind all of its users with the same trouble`() throws {
        let other = try Sample.id("333333333333") as AccountID
        let users = try ["ana", "bea"].map { try Sample.user($0) }
        let checks = users.map { SlackPeopleExamination.missing($0, isEnforced: false) }
        let third = Check.warning("slack-id", "leo in \(other)", checks[0].meaning, fix: checks[0].fix ?? "")
            .about(userIn: other)
        let line = DoctorText(checks + [third]).text(Terminal()).split(separator: "\n").first
        #expect(
            line?.hasPrefix("! slack-id ana, bea in 222222222222; leo in 333333333333: has no slack-id tag") == true)
        #expect(DoctorText([checks[0]]).text(Terminal()).hasPrefix("! slack-id ana in 222222222222: has no"))
    }

    @Test func `one line each, and a count; foreign text stays on its line`() {
        #expect(
            DoctorText(Self.checks).text(Terminal(width: 80)) == """
                ✓ ledger relevo.db: opens.
                ✗ slack-channel C0X: &keys [2J doesn't have it. → fix 1
                – zone policy.hours: is not set.

                To fix
                1. /invite @relevo

                1 passed, 1 failed, 1 not checked.
                """)
    }

    @Test func `in JSON a check that was not made is null`() throws {
        #expect(
            try DoctorDocument(Self.checks).json(pretty: false)
                == #"{"checks":[{"id":"ledger","meaning":"opens.","ok":true,"status":"passed","subject":"relevo.db"},"#
                + #"{"fix":"/invite @relevo","id":"slack-channel","meaning":"&keys\u001b[2J doesn't\nhave it.","ok":false,"status":"failed","subject":"C0X"},"#
                + #"{"id":"zone","meaning":"is not set.","ok":null,"status":"notChecked","subject":"policy.hours"}],"schemaVersion":1}"#
        )
    }

    private static func verdict(_ mode: Mode, hasExternalID: Bool = true) -> AccountVerdict {
        AccountVerdict(
            subject: "222222222222 shop", caller: "arn:aws:iam::111111111111:user/relevo", mode: mode,
            hasExternalID: hasExternalID)
    }

    private static func denied(_ words: String) -> AWSError {
        AWSError(.refused, code: "AccessDenied", message: "User: x is not authorized \(words)", status: 403)
    }

    private static let role = "arn:aws:iam::222222222222:role/RelevoEnforce"

    @Test(arguments: [
        ("with an explicit deny in a service control policy", "A service control policy of the organization"),
        ("with an explicit deny in a resource control policy", "A resource control policy of the organization"),
        ("because no permissions boundary allows it", "The permissions boundary of \(role)"),
        ("with an explicit deny in an identity-based policy", "A policy of \(role) denies iam:UpdateAccessKey"),
        ("because no identity-based policy allows it", "Allow iam:UpdateAccessKey in the policy of \(role)"),
        ("", "Allow iam:UpdateAccessKey in the policy of \(role)"),
    ])
    func `the fix for a refusal names the action and the policy that denies it`(_ words: String, _ fix: String) {
        let call = ProbedCall(action: "iam:UpdateAccessKey", outcome: .refused(Self.denied(words)))
        let check = Self.verdict(.enforce).enforce(call, role: Self.role)
        #expect(check.ok == false)
        #expect(check.fix?.hasPrefix(fix) == true, "\(check.fix ?? "-")")
    }

    @Test(arguments: [Mode.notify, .enforce])
    func `a missing enforce role is a fault in mode enforce only`(_ mode: Mode) {
        let call = ProbedCall(action: "sts:AssumeRole", outcome: .refused(Self.denied("")))
        let check = Self.verdict(mode).enforce(call, role: Self.role)
        #expect(check.ok == (mode == .enforce ? false : nil))
        #expect(check.fix?.contains("arn:aws:iam::111111111111:user/relevo needs sts:AssumeRole") == true)
        #expect(Self.verdict(mode).audit(call, role: Self.role).ok == false)
    }

    @Test func `an account without a trail, or with one that can't be read, is a warning`() {
        #expect(Self.verdict(.notify).trail(.success(["all"])).ok == true)
        for trails in [Result<[String], AWSError>.success([]), .failure(Self.denied(""))] {
            let check = Self.verdict(.notify).trail(trails)
            #expect(check.ok == nil && check.fix != nil && !check.isHealthy)
        }
    }

    @Test func `without CloudTrail the check names the effect and the fix`() {
        let call = ProbedCall(action: "cloudtrail:LookupEvents", outcome: .refused(Self.denied("")))
        let check = Self.verdict(.notify).audit(call, role: Self.role)
        #expect(check.ok == false)
        #expect(check.meaning.contains("messages can't say who created or reactivated a key"))
        #expect(check.fix == "Allow cloudtrail:LookupEvents in the policy of \(Self.role); `relevo init` writes it.")
    }

    @Test func `without an external id the fix asks for one`() {
        let call = ProbedCall(action: "sts:AssumeRole", outcome: .refused(Self.denied("")))
        let fix = Self.verdict(.notify, hasExternalID: false).audit(call, role: Self.role).fix
        #expect(fix?.contains("accounts.external-id") == true)
    }

    private static func channel(isPrivate: Bool?) -> SlackChannelExamination.Examined {
        SlackChannelExamination.Examined(check: .good("slack-channel", "C", "."), isPrivate: isPrivate)
    }

    @Test(arguments: [
        ("chat:write", Bool?.none, false), ("im:history", nil, false), ("channels:history", false, false),
        ("channels:history", true, nil), ("groups:history", true, false), ("groups:history", nil, nil),
        ("channels:read", false, nil),
    ])
    func `a missing scope is a fault where it is needed`(_ scope: String, _ isPrivate: Bool?, _ ok: Bool?) throws {
        let granted = Set(SlackScopes.all.map(\.name)).subtracting([scope])
        let checks = SlackScopes(granted: granted, channels: [Self.channel(isPrivate: isPrivate)]).checks
        #expect(checks.filter { $0.ok != true }.map(\.subject) == [scope])
        #expect(try #require(checks.first { $0.subject == scope }).ok == ok)
    }

    @Test func `without scopes in Slack's answer none is checked`() {
        #expect(SlackScopes(granted: nil, channels: []).checks.allSatisfy { $0.ok == nil })
    }

    struct Ended: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Hours ago, and the status.
        let runs: [(Double, Int)]
        let ok: Bool?
        let says: String
    }

    @Test(arguments: [
        Ended(testDescription: "never", runs: [], ok: nil, says: "did not happen in the last 60 days"),
        Ended(testDescription: "an hour ago, well", runs: [(1, 0)], ok: true, says: "ended successfully"),
        Ended(testDescription: "stopped by the alarm", runs: [(1, 4)], ok: true, says: "ended successfully"),
        Ended(testDescription: "partly", runs: [(25, 0), (1, 3)], ok: false, says: "ended with 3"),
        Ended(
            testDescription: "first badly, then well", runs: [(25, 3), (1, 0)], ok: true, says: "ended successfully"),
        Ended(testDescription: "26 hours ago", runs: [(26, 0)], ok: true, says: "ended successfully"),
        Ended(testDescription: "27 hours ago", runs: [(27, 0)], ok: false, says: "more than a day ago"),
        Ended(
            testDescription: "61 days ago", runs: [(61 * 24, 0)], ok: nil, says: "did not happen in the last 60 days"),
    ])
    func `the last run`(_ ended: Ended) async throws {
        let ledger = InMemoryLedger()
        let start = Sample.days(-100)
        let lease = await ledger.acquireLease(holder: Sample.run, now: start, until: Sample.now)
        let fence = try #require(lease)
        for (index, (hours, status)) in ended.runs.enumerated() {
            let body = RunEvent.ended(root: "", heads: [], counts: [:], exitStatus: status)
            try await ledger.append(
                [.run(body, at: Sample.days(-hours / 24))],
                run: RunID(stamp: "20260302t120000z", tail: "00000\(index)"),
                fence: fence)
        }
        let check = try await LastRunExamination(ledger: ledger, now: Sample.now).check()
        #expect(check.ok == ended.ok)
        #expect(check.meaning.contains(ended.says), "\(check.meaning)")
    }
}
