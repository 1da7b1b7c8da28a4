import FoundationEssentials
import KeyPolicy
import Testing

struct GateTests {
    /// All that the gate looks at, right in every point.
    struct Right: Sendable {
        var status = KeyStatus.active
        var tags = ["type": "engineer", "slack-id": "U0ANNA"]
        var notices = [Made.notice(86, on: 86)]
        var hasChannelCopy = true
        var mode = Mode.enforce
        var isComplete = true
        var clocksAgree = true
        var ledgerDoubt: String?
        var stop: Stop?
        var unreachable: UnreachableReason?
        var lastUse = LastUse.never
        var day = 91.0
        /// Seconds by which AWS's clock is ahead of ours.
        var behindAWS = 0.0
        var policy = Policy()

        var facts: Gate.Facts {
            var history = KeyHistory()
            for notice in notices { history.tell(notice, hasChannelCopy: hasChannelCopy) }
            let round = RoundState(
                history,
                today: .init(now: Made.day(day), recipient: Made.owner, unreachable: unreachable, isBinding: true),
                policy: policy)
            var key = Made.key(status: status)
            key.lastUse = lastUse
            return Gate.Facts(
                key: key, user: Made.user(tags: tags), round: round, mode: mode,
                isAccountComplete: isComplete, clocksAgree: clocksAgree, ledgerDoubt: ledgerDoubt, stop: stop,
                now: Made.day(day), latest: Made.day(day).addingTimeInterval(behindAWS))
        }

        var refusal: HoldReason? { Gate.refusal(facts, policy: policy) }
    }

    @Test func `with everything right the gate gives a permit for this key`() throws {
        #expect(Right().refusal == nil)
        let permit = try Gate.permit(Right().facts, policy: Policy()).get()
        #expect(permit.address == KeyAddress(account: Made.account.id, user: Made.user().id, key: Made.keyID))
        #expect(permit.userName == "anna")
    }

    @Test func `working hours that are over by either clock are over`() {
        var right = Right()
        // Day 91 is noon.
        right.policy.hours = WorkingHours(zone: .utc, days: Set(1...7), from: 0, to: 721, holidays: [])
        right.behindAWS = 59
        #expect(right.refusal == nil)
        right.behindAWS = 60
        #expect(right.refusal == .outsideWorkingHours)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let code: String?
        let spoil: @Sendable (inout Right) -> Void
    }

    private static let exemption = Exemption(
        subject: .user("arn:aws:iam::111111111111:user/anna"), until: Made.day(91.5), reason: "", approver: "")

    /// One thing wrong each, in the order in which the gate asks.
    private static let cases = [
        Case(testDescription: "inactive", code: "keyNotActive") { $0.status = .inactive },
        Case(testDescription: "expired", code: "keyNotActive") { $0.status = .other("Expired") },
        Case(testDescription: "a decoy", code: "decoy") { $0.policy.decoys = [ARNPattern("arn:*:user/anna")] },
        Case(testDescription: "protected", code: "protected") { $0.policy.protected = [ARNPattern("arn:*:user/anna")] },
        Case(testDescription: "exempt by its tags", code: "exempt") { $0.tags["relevo-exempt-until"] = "whenever" },
        Case(testDescription: "exempt", code: "exempt") { $0.policy.exemptions = [exemption] },
        Case(testDescription: "no type", code: "ownerTypeUnknown") { $0.tags["type"] = nil },
        Case(testDescription: "machine", code: "machinesNotEnforced") { $0.tags["type"] = "machine" },
        Case(testDescription: "an owner who can't be reached", code: "ownerUnreachable") {
            $0.unreachable = .contactMissing
        },
        Case(testDescription: "an owner who has left, and is waited for", code: "ownerUnreachable") {
            ($0.unreachable, $0.policy.enforcesLeft) = (.personLeft, false)
        },
        Case(testDescription: "mode notify", code: "modeNotEnforce") { $0.mode = .notify },
        Case(testDescription: "mode report", code: "modeNotEnforce") { $0.mode = .report },
        Case(testDescription: "stopped", code: "stopped") { $0.stop = StopsTests.everything },
        Case(testDescription: "not confirmed to be a machine", code: "stopped") {
            $0.tags["type"] = "machine"
            $0.stop = StopsTests.machine
        },
        Case(testDescription: "too young", code: "keyTooYoung") { $0.day = 91 - 1.0 / 86_400 },
        Case(testDescription: "incomplete account", code: "accountIncomplete") { $0.isComplete = false },
        Case(testDescription: "nothing told", code: "notPromised") { $0.notices = [] },
        Case(testDescription: "nothing that binds", code: "notPromised") {
            $0.notices = [Made.notice(86, on: 86, binding: false)]
        },
        Case(testDescription: "lapsed", code: "notPromised") { $0.day = 105 },
        Case(testDescription: "told to another", code: "notPromised") {
            $0.notices = [Made.notice(86, on: 86, to: .security)]
        },
        Case(testDescription: "promise ahead", code: "promiseAhead") {
            $0.notices = [Made.notice(86, on: 86, deadline: 91.01)]
        },
        Case(testDescription: "notice too recent", code: "noticeTooRecent") {
            $0.notices = [Made.notice(86, on: 86.1)]
        },
        Case(testDescription: "no copy", code: "channelCopyMissing") { $0.hasChannelCopy = false },
        Case(testDescription: "nobody knows the ledger", code: "ledgerUnconfirmed") { $0.ledgerDoubt = "a time-out" },
        Case(testDescription: "unseen runs may have promised more", code: "otherLedger") {
            $0.policy.gap = LostRuns(at: Made.day(80), floor: Made.day(91.01))
        },
        Case(testDescription: "another ledger promised more", code: "otherLedger") {
            $0.policy.floors = [Made.account.id: LedgerFloor(until: Made.day(91.01), ledger: "another")]
        },
        Case(testDescription: "clocks apart", code: "clocksDisagree") { $0.clocksAgree = false },
        Case(testDescription: "a machine's key in use", code: "inUse") {
            $0.tags["type"] = "machine"
            $0.policy.enforcesMachines = true
            $0.lastUse = .used(at: Made.day(89.01), service: "s3", region: nil)
        },
        Case(testDescription: "a machine's key of unknown use", code: "useUnknown") {
            $0.tags["type"] = "machine"
            $0.policy.enforcesMachines = true
            $0.lastUse = .unknown("denied")
        },
        Case(testDescription: "outside hours", code: "outsideWorkingHours") {
            $0.policy.hours = WorkingHours(zone: .utc, days: [], from: 0, to: 1_440, holidays: [])
        },
    ]

    @Test(arguments: cases)
    func `one thing wrong and the gate stays shut`(row: Case) {
        var right = Right()
        row.spoil(&right)
        #expect(right.refusal?.code.rawValue == row.code)
        #expect(throws: HeldBack.self) { try Gate.permit(right.facts, policy: right.policy).get() }
    }

    @Test func `of several things the first in order is named`() {
        let all = Self.cases
        for first in all.indices {
            for second in all.indices.dropFirst(first + 1) where all[first].code != all[second].code {
                var right = Right()
                all[second].spoil(&right)
                all[first].spoil(&right)
                // The later one may change the same field; then there is only one thing wrong.
                guard let code = right.refusal?.code.rawValue else { continue }
                let named = [all[first].code, all[second].code]
                #expect(named.contains(code), "\(all[first].testDescription) and \(all[second].testDescription)")
            }
        }
        var right = Right()
        for row in all.dropFirst(2).reversed() where row.testDescription != "lapsed" { row.spoil(&right) }
        right.day = 0
        #expect(right.refusal?.code.rawValue == "decoy")
    }

    @Test(arguments: [
        Case(testDescription: "the exemption ends at its date", code: nil) {
            $0.policy.exemptions = [exemption]
            $0.day = 91.5
        },
        Case(testDescription: "the exemption of another key", code: nil) {
            $0.policy.exemptions = [
                Exemption(subject: .key(Made.id("AKIA0000000000000009")), until: Made.day(99), reason: "", approver: "")
            ]
        },
        Case(testDescription: "the exemption of this key", code: "exempt") {
            $0.policy.exemptions = [Exemption(subject: .key(Made.keyID), until: Made.day(99), reason: "", approver: "")]
        },
        Case(testDescription: "the exemption by user id", code: "exempt") {
            $0.policy.exemptions = [
                Exemption(subject: .user("AIDA0000000000000001"), until: Made.day(99), reason: "", approver: "")
            ]
        },
        Case(testDescription: "machines enforced", code: nil) {
            $0.tags["type"] = "machine"
            $0.policy.enforcesMachines = true
        },
        Case(testDescription: "a machine's key idle for two days", code: nil) {
            $0.tags["type"] = "machine"
            $0.policy.enforcesMachines = true
            $0.lastUse = .used(at: Made.day(89), service: "s3", region: nil)
        },
        Case(testDescription: "an engineer's key in use", code: nil) {
            $0.lastUse = .used(at: Made.day(91), service: "s3", region: nil)
        },
        Case(testDescription: "said after the lost runs, and past what they promised", code: nil) {
            $0.policy.gap = LostRuns(at: Made.day(86), floor: Made.day(91))
        },
        Case(testDescription: "said before the lost runs", code: "notPromised") {
            $0.policy.gap = LostRuns(at: Made.day(86.01), floor: Made.day(86.01))
        },
        Case(testDescription: "what another ledger promised is over", code: nil) {
            $0.policy.floors = [Made.account.id: LedgerFloor(until: Made.day(91), ledger: "another")]
        },
        Case(testDescription: "another ledger promised more in another account", code: nil) {
            $0.policy.floors = [Made.id("999999999999"): LedgerFloor(until: Made.day(99), ledger: "another")]
        },
        Case(testDescription: "untagged as engineers", code: nil) {
            $0.tags["type"] = nil
            $0.policy.treatsUntaggedAsEngineers = true
        },
        Case(testDescription: "a day before the promise lapses", code: nil) { $0.day = 104.9 },
        Case(testDescription: "delivered up to an hour after the decision", code: nil) {
            $0.notices = [Made.notice(86, on: 86 + 1.0 / 24)]
        },
        Case(testDescription: "delivered more than an hour after it", code: "noticeTooRecent") {
            $0.notices = [Made.notice(86, on: 86 + 1.001 / 24)]
        },
        Case(testDescription: "two hundred days old and promised", code: nil) {
            $0.notices = [Made.notice(76, on: 185, deadline: 200, late: true)]
            $0.day = 200
        },
    ])
    func `the edges of its conditions`(row: Case) {
        var right = Right()
        row.spoil(&right)
        #expect(right.refusal?.code.rawValue == row.code)
    }

    @Test func `every refusal has a sentence that ends`() {
        for row in Self.cases {
            var right = Right()
            row.spoil(&right)
            #expect(right.refusal?.text.hasSuffix(".") ?? false, "\(row.testDescription)")
        }
    }

    @Test func `nothing that an owner can change keeps an overdue key, but a type that says machine`() {
        func code(_ tags: [String: String], isOverdue: Bool, _ spoil: (inout Policy) -> Void = { _ in }) -> String? {
            var policy = Policy()
            spoil(&policy)
            return Gate.settingsRefusal(
                of: Made.keyID, user: Made.user(tags: tags), mode: .enforce, policy: policy, now: Made.day(121),
                unreachable: nil, isOverdue: isOverdue)?.code.rawValue
        }
        let exempt = ["type": "engineer", "relevo-exempt-until": "whenever"]
        #expect(code(exempt, isOverdue: false) == "exempt")
        #expect(code(exempt, isOverdue: true) == nil)
        #expect(code(["type": "contractor"], isOverdue: false) == "ownerTypeUnknown")
        #expect(code(["type": "contractor"], isOverdue: true) == nil)
        #expect(code(["type": "machine"], isOverdue: true) == "machinesNotEnforced")
        let granted = Exemption(subject: .key(Made.keyID), until: Made.day(130), reason: "", approver: "")
        #expect(code(exempt, isOverdue: true) { $0.exemptions = [granted] } == "exempt")
        #expect(code(exempt, isOverdue: true) { $0.protected = [ARNPattern("*")] } == "protected")
    }
}
