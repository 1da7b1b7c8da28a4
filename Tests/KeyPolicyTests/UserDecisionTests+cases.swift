import FoundationEssentials
import KeyPolicy

extension UserDecisionTests {
    static let told = KeyHistory.told(Made.notice(76, on: 76), Made.notice(81, on: 81), Made.notice(86, on: 86))
    static let done = {
        var history = told
        history.apply(.deactivated, at: Made.day(91))
        return history
    }()
    static let second = "AKIA0000000000000002"

    static let cases = [
        Case(testDescription: "a young key", shown: []) { _ in },
        Case(testDescription: "76 days", shown: ["notice 76"]) { $0.day = 76 },
        Case(testDescription: "75 days", shown: []) { $0.day = 75.99 },
        Case(testDescription: "91 days and promised", shown: ["deactivate"]) {
            $0.day = 91; $0.histories = [Made.keyID: told]
        },
        Case(testDescription: "90 days and promised", shown: []) {
            $0.day = 90; $0.histories = [Made.keyID: told]
        },
        Case(testDescription: "76 days and clocks apart", shown: ["held clocksDisagree"]) {
            $0.day = 76; $0.clocksAgree = false
        },
        Case(testDescription: "91 days and nothing said", shown: ["notice 76"]) { $0.day = 91 },
        Case(testDescription: "inactive", shown: []) {
            $0.day = 91; $0.keys = [Made.key(status: .inactive)]
        },
        Case(testDescription: "a status nobody knows", shown: []) {
            $0.day = 91; $0.keys = [Made.key(status: .other("Expired"))]
        },
        Case(testDescription: "mode notify", shown: ["notice 76 informing"]) {
            $0.day = 76; $0.mode = .notify
        },
        Case(testDescription: "mode report", shown: []) {
            $0.day = 76; $0.mode = .report
        },
        Case(testDescription: "mode report over age", shown: ["held modeNotEnforce"]) {
            $0.day = 91; $0.mode = .report
        },
        Case(testDescription: "a machine", shown: ["notice 76 informing"]) {
            $0.day = 76; $0.tags = ["type": "machine"]
        },
        Case(testDescription: "a machine over age, told", shown: ["held machinesNotEnforced"]) {
            $0.day = 91
            $0.tags = ["type": "machine"]
            $0.histories = [Made.keyID: .told(Made.notice(76, on: 76, binding: false, to: .security))]
        },
        Case(testDescription: "an unknown type", shown: ["notice 76 informing"]) {
            $0.day = 76; $0.tags = [:]
        },
        Case(testDescription: "an unknown type over age", shown: ["notice 76 informing", "held ownerTypeUnknown"]) {
            $0.day = 91
            $0.tags = [:]
        },
        Case(testDescription: "exempt at 76", shown: []) {
            exempt(&$0); $0.day = 76
        },
        Case(testDescription: "exempt over age", shown: ["held exempt"]) {
            exempt(&$0); $0.day = 91
        },
        Case(testDescription: "exempt in a round", shown: ["held exempt", "ended exempted"]) {
            exempt(&$0)
            $0.day = 91
            $0.histories = [Made.keyID: told]
        },
        Case(testDescription: "protected at 76", shown: []) {
            protect(&$0); $0.day = 76
        },
        Case(testDescription: "protected over age", shown: ["held protected"]) {
            protect(&$0); $0.day = 91
        },
        Case(testDescription: "an incomplete account at 76", shown: []) {
            $0.isComplete = false; $0.day = 76
        },
        Case(testDescription: "an incomplete account over age", shown: ["held accountIncomplete"]) {
            $0.isComplete = false
            $0.day = 91
            $0.histories = [Made.keyID: told, Made.id(second): told]
        },
        Case(testDescription: "a recipient nobody knows", shown: ["held recipientUnknown"]) {
            $0.unknown = "503"; $0.day = 76
        },
        Case(testDescription: "a recipient nobody knows, on the day", shown: ["held recipientUnknown"]) {
            $0.unknown = "503"
            $0.day = 91
            $0.histories = [Made.keyID: told]
        },
        Case(testDescription: "a message of unknown fate", shown: ["held deliveryUnknown"]) {
            $0.day = 81
            $0.histories = [Made.keyID: .told(Made.notice(76, on: 76))]
            $0.unknownDeliveries = [Made.id("message-1-76")]
        },
        Case(testDescription: "a lapsed promise", shown: ["notice 86", "ended promiseLapsed"]) {
            $0.day = 105
            $0.histories = [Made.keyID: told]
        },
        Case(testDescription: "another recipient", shown: ["ownerChanged", "notice 86", "ended recipientChanged"]) {
            $0.day = 90
            $0.tags["slack-id"] = "U0BO"
            $0.histories = [Made.keyID: told]
        },
        Case(testDescription: "a copy missing on the day", shown: ["held channelCopyMissing"]) {
            $0.day = 91
            $0.histories = [Made.keyID: .told(Made.notice(86, on: 86), hasChannelCopy: false)]
        },
        Case(testDescription: "deactivated by us and inactive", shown: []) {
            $0.day = 92
            $0.keys = [Made.key(status: .inactive)]
            $0.histories = [Made.keyID: done]
        },
        Case(testDescription: "deactivated by us and active", shown: ["reactivated", "notice 86"]) {
            $0.day = 92
            $0.histories = [Made.keyID: done]
        },
        Case(testDescription: "deactivated by us, active, mode report", shown: ["held modeNotEnforce"]) {
            $0.day = 92
            $0.mode = .report
            $0.histories = [Made.keyID: done]
        },
        Case(testDescription: "switched off by somebody", shown: ["ended switchedOff"]) {
            $0.day = 83
            $0.keys = [Made.key(status: .inactive)]
            $0.histories = [Made.keyID: told]
        },
        Case(testDescription: "a new key", shown: ["newKey"]) { $0.knownSince = Made.day(-1) },
        Case(testDescription: "a key made at the instant the account became known", shown: []) {
            $0.knownSince = Made.day(0)
        },
        Case(testDescription: "a new key before the account is known", shown: []) { $0.knownSince = nil },
        Case(testDescription: "a new key in mode report", shown: ["saw"]) {
            $0.knownSince = Made.day(-1); $0.mode = .report
        },
        Case(testDescription: "a new key, announced", shown: []) {
            $0.knownSince = Made.day(-1)
            $0.histories = [
                Made.keyID: KeyHistory([
                    (Made.day(1), .announced(told: Announcement.newKey(expected: false).told(to: .security)))
                ])
            ]
        },
        Case(testDescription: "a new key beside one being asked about", shown: ["newKey expected"]) {
            $0.day = 87
            $0.keys.append(Made.key(second, age: 86.5))
            $0.histories = [Made.keyID: told]
        },
        Case(testDescription: "a new key beside one nobody was told of", shown: ["newKey"]) {
            $0.day = 50
            $0.keys.append(Made.key(second, age: 49))
        },
        Case(testDescription: "rotated and inactive", shown: ["rotated", "ended switchedOff"]) {
            $0.day = 60
            $0.keys = [
                Made.key(status: .inactive), Made.key(second, age: -1), Made.key("AKIA0000000000000003", age: 0.5),
            ]
            $0.knownSince = Made.day(80)
            $0.histories = [Made.keyID: told]
        },
        Case(testDescription: "gone without a younger key", shown: ["saw gone"]) {
            $0.day = 88
            $0.keys = []
            $0.histories = [Made.keyID: told]
        },
        Case(testDescription: "gone with a younger key", shown: ["rotated", "saw gone"]) {
            $0.day = 60
            $0.keys = [Made.key(second, age: 0.5)]
            $0.knownSince = Made.day(80)
            $0.histories = [Made.keyID: told]
        },
        Case(testDescription: "gone with an older key", shown: ["saw gone"]) {
            $0.day = 60
            $0.keys = [Made.key(second, age: -10)]
            $0.histories = [Made.keyID: told]
        },
        Case(testDescription: "gone with a younger key that is off", shown: ["saw gone"]) {
            $0.day = 60
            $0.keys = [Made.key(second, age: 0.5, status: .inactive)]
            $0.knownSince = Made.day(80)
            $0.histories = [Made.keyID: told]
        },
        Case(testDescription: "gone before any notice", shown: ["saw gone"]) {
            $0.day = 60
            $0.keys = [Made.key(second, age: 0.5)]
            $0.knownSince = Made.day(80)
            $0.histories = [
                Made.keyID: KeyHistory([
                    (Made.day(1), .announced(told: Announcement.newKey(expected: false).told(to: .security)))
                ])
            ]
        },
        Case(testDescription: "gone, and said already", shown: []) {
            var history = told
            history.apply(.gone, at: Made.day(88))
            history.apply(
                .announced(told: Announcement.rotated(successor: Made.keyID).told(to: .security)), at: Made.day(88))
            $0.day = 60
            $0.keys = [Made.key(second, age: 0.5)]
            $0.knownSince = Made.day(80)
            $0.histories = [Made.keyID: history]
        },
        Case(testDescription: "two keys, both due", shown: ["notice 81", "notice 76"]) {
            $0.day = 81
            $0.keys.append(Made.key(second, age: 5))
            $0.knownSince = Made.day(80)
        },
    ]

    static func exempt(_ scene: inout Scene) {
        scene.policy.exemptions = [
            Exemption(subject: .key(Made.keyID), until: Made.day(100), reason: "migration", approver: "Bo")
        ]
    }

    static func protect(_ scene: inout Scene) { scene.policy.protected = [ARNPattern("*")] }
}
