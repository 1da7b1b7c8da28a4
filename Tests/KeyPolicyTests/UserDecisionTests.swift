import FoundationEssentials
import KeyPolicy
import Testing

struct UserDecisionTests {
    /// What a decision rests on, with everything in order; `shown` is what a test compares.
    struct Scene: Sendable {
        var keys = [Made.key()]
        var tags = ["type": "engineer", "slack-id": "U0ANNA"]
        var mode = Mode.enforce
        var isComplete = true
        var knownSince: Date? = Made.day(0)
        var histories: [AccessKeyID: KeyHistory] = [:]
        var unknown: String?
        var unknownDeliveries: Set<MessageID> = []
        var clocksAgree = true
        var day = 10.0
        var policy = Policy()

        var decision: UserDecision {
            let user = Made.user(tags: tags, keys: keys)
            let addressee = Addressee(
                owner: user.owner, teams: [:], shared: [], treatsUntaggedAsEngineers: policy.treatsUntaggedAsEngineers,
                standIn: .security)
            return UserDecision(
                DecisionInput(
                    user: user, account: Made.account, mode: mode, isAccountComplete: isComplete,
                    accountKnownSince: knownSince, histories: histories, addressee: addressee,
                    addresseeUnknown: unknown, unknownDeliveries: unknownDeliveries, clocksAgree: clocksAgree,
                    now: Made.day(day), gateNow: Made.day(day)), policy: policy)
        }

        /// `notice 76`, `held machinesNotEnforced`, `saw gone`.
        var shown: [String] {
            let decision = decision
            let actions = decision.actions.map { action in
                switch action.kind {
                case .notice(let notice): "notice \(notice.stage)\(notice.isBinding ? "" : " informing")"
                case .announce(.newKey(let expected)): expected ? "newKey expected" : "newKey"
                default: action.kindName
                }
            }
            return actions + decision.held.map { "held \($0.reason.code)" }
                + decision.observations.map { observation in
                    if case .roundEnded(let reason) = observation.event { return "ended \(reason.rawValue)" }
                    return observation.event == .gone ? "saw gone" : "saw"
                }
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let shown: [String]
        let change: @Sendable (inout Scene) -> Void
    }

    @Test(arguments: cases)
    func `what is due for a user`(row: Case) {
        var scene = Scene()
        row.change(&scene)
        #expect(scene.shown == row.shown)
    }

    @Test func `a copy that is missing is owed`() {
        var scene = Scene()
        scene.day = 80
        scene.histories = [Made.keyID: .told(Made.notice(76, on: 76), hasChannelCopy: false)]
        #expect(scene.decision.missingCopies.map(\.message.rawValue) == ["message-1-76"])
    }

    @Test func `a retry says whether it may be a repeat`() throws {
        for mayHaveArrived in [true, false] {
            var history = KeyHistory()
            history.apply(.noticeQueued(notice: Made.notice(76, on: 76)), at: Made.day(76))
            history.apply(
                .noticeFailed(message: Made.id("message-1-76"), reason: "", mayHaveArrived: mayHaveArrived),
                at: Made.day(76))
            var scene = Scene()
            scene.day = 77
            scene.histories = [Made.keyID: history]
            let notice = try #require(scene.decision.actions.first?.notice)
            #expect(notice.isPossibleRepeat == mayHaveArrived)
        }
    }

    @Test func `a third attempt may be a repeat of the first, although the second was refused`() throws {
        var history = KeyHistory()
        for (day, mayHaveArrived) in [(76.0, true), (77.0, false)] {
            let notice = Made.notice(76, on: day)
            history.apply(.noticeQueued(notice: notice), at: Made.day(day))
            history.apply(
                .noticeFailed(message: notice.message, reason: "", mayHaveArrived: mayHaveArrived), at: Made.day(day))
        }
        var scene = Scene()
        scene.day = 78
        scene.histories = [Made.keyID: history]
        #expect(try #require(scene.decision.actions.first?.notice).isPossibleRepeat)
    }

    @Test func `a notice knows the days of the round's earlier ones`() throws {
        var scene = Scene()
        scene.day = 86
        scene.histories = [Made.keyID: .told(Made.notice(76, on: 76), Made.notice(81, on: 81))]
        let notice = try #require(scene.decision.actions.first?.notice)
        #expect(notice.earlier == [Made.day(76), Made.day(81)])
        #expect(!notice.beginsToCount)
    }

    @Test func `the first binding notice to somebody who had others begins to count`() throws {
        for (recipient, counts) in [(Made.owner, true), (Recipient.security, false)] {
            var scene = Scene()
            scene.day = 82
            scene.histories = [Made.keyID: .told(Made.notice(76, on: 76, binding: false, to: recipient))]
            let notice = try #require(scene.decision.actions.lazy.compactMap(\.notice).first)
            #expect(notice.beginsToCount == counts)
            #expect(notice.earlier.isEmpty, "a new round")
        }
    }

    @Test func `a thank-you knows the deadline that was told`() throws {
        var scene = Scene()
        scene.day = 80
        scene.keys = [Made.key(Self.second, age: 79)]
        scene.histories = [Made.keyID: .told(Made.notice(76, on: 76))]
        let rotated = try #require(scene.decision.actions.first { $0.kindName == "rotated" })
        #expect(rotated.toldDeadline == Made.day(91))
    }

    @Test func `held back, a decision does nothing and says why`() {
        var scene = Scene()
        scene.day = 91
        scene.histories = [Made.keyID: Self.told]
        let held = scene.decision.heldBack("it was throttled")
        #expect(held.actions.isEmpty && held.observations.isEmpty)
        #expect(held.held.map(\.reason) == [.lookUpFailed("it was throttled")])
    }

    @Test func `a decision is the same whenever the same is decided`() {
        var scene = Scene()
        scene.day = 76
        #expect(scene.decision.actions == scene.decision.actions)
        #expect(
            scene.decision.actions.map(\.id) == ["notice/111111111111/AIDA0000000000000001/AKIA0000000000000001/1/76"])
    }
}
