import FoundationEssentials
import KeyPolicy
import Testing

/// The gate's questions before a key goes early.
struct RetirementTests {
    static let successorID: AccessKeyID = Made.id("AKIA0000000000000002")
    static let anna: SlackUserID = Made.id("U0ANNA")

    struct Right: Sendable {
        var status = KeyStatus.active
        var lastUse = LastUse.used(at: Made.day(40), service: "s3", region: nil)
        var successorUse = LastUse.used(at: Made.day(59), service: "s3", region: nil)
        var successorStatus = KeyStatus.active
        var tags = ["type": "engineer", "slack-id": "U0ANNA"]
        var mode = Mode.enforce
        var isComplete = true
        var clocksAgree = true
        var ledgerDoubt: String?
        var agreedBy = RetirementTests.anna
        var offeredTo: Set<Recipient> = [Made.owner]
        var policy = Policy()

        var refusal: HoldReason? {
            var key = Made.key(status: status)
            key.lastUse = lastUse
            var successor = Made.key(RetirementTests.successorID.rawValue, age: 50, status: successorStatus)
            successor.lastUse = successorUse
            let user = Made.user(tags: tags, keys: [key, successor])
            let facts = Gate.Facts(
                key: key, user: user,
                round: RoundState(
                    KeyHistory(),
                    today: .init(now: Made.day(60), recipient: Made.owner, isBinding: true),
                    policy: policy), mode: mode, isAccountComplete: isComplete, clocksAgree: clocksAgree,
                ledgerDoubt: ledgerDoubt, now: Made.day(60))
            let agreement = Gate.Agreement(by: agreedBy, recipient: Made.owner, offeredTo: offeredTo)
            switch Gate.permitRetirement(facts, agreed: agreement, policy: policy) {
            case .success: return nil
            case .failure(let held): return held.reason
            }
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let code: String?
        let spoil: @Sendable (inout Right) -> Void
    }

    @Test(arguments: [
        Case(testDescription: "everything right", code: nil) { _ in },
        Case(testDescription: "never used", code: nil) { $0.lastUse = .never },
        Case(testDescription: "inactive", code: "keyNotActive") { $0.status = .inactive },
        Case(testDescription: "used yesterday", code: "inUse") {
            $0.lastUse = .used(at: Made.day(58.1), service: nil, region: nil)
        },
        Case(testDescription: "of unknown use", code: "useUnknown") { $0.lastUse = .unknown("denied") },
        Case(testDescription: "successor idle", code: "successorNotInUse") {
            $0.successorUse = .used(at: Made.day(57.9), service: nil, region: nil)
        },
        Case(testDescription: "successor never used", code: "successorNotInUse") { $0.successorUse = .never },
        Case(testDescription: "successor of unknown use", code: "successorNotInUse") {
            $0.successorUse = .unknown("denied")
        },
        Case(testDescription: "successor switched off", code: "successorNotInUse") { $0.successorStatus = .inactive },
        Case(testDescription: "somebody else agreed", code: "notTheOwnersWord") { $0.agreedBy = Made.id("U0BO") },
        Case(testDescription: "never offered", code: "retirementNotOffered") { $0.offeredTo = [] },
        Case(testDescription: "offered to the channel only", code: "retirementNotOffered") {
            $0.offeredTo = [.security]
        },
        Case(testDescription: "exempt", code: "exempt") { $0.tags["relevo-exempt-by"] = "Bo" },
        Case(testDescription: "protected", code: "protected") { $0.policy.protected = [ARNPattern("*")] },
        Case(testDescription: "mode notify", code: "modeNotEnforce") { $0.mode = .notify },
        Case(testDescription: "account unknown", code: "accountIncomplete") { $0.isComplete = false },
        Case(testDescription: "clocks apart", code: "clocksDisagree") { $0.clocksAgree = false },
        Case(testDescription: "outside working hours", code: "outsideWorkingHours") {
            $0.policy.hours = WorkingHours(zone: .utc, days: [], from: 0, to: 1_440, holidays: [])
        },
        Case(testDescription: "ledger not known", code: "ledgerUnconfirmed") { $0.ledgerDoubt = "a time-out" },
    ])
    func `an early retirement needs all of it`(row: Case) {
        var right = Right()
        row.spoil(&right)
        #expect(right.refusal?.code.rawValue == row.code)
    }
}
