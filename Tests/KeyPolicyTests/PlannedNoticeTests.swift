import FoundationEssentials
import KeyPolicy
import Testing

struct PlannedNoticeTests {
    /// What is due for a key of day 0 on `day`: `76 until 91`, `late 76 until 215`, or nothing.
    private func due(_ history: KeyHistory, on day: Double, binding: Bool = true, policy: Policy = Policy()) -> String {
        let round = RoundState(
            history,
            today: .init(now: Made.day(day), recipient: Made.owner, isBinding: binding), policy: policy
        )
        guard
            let next = PlannedNotice(
                dueFor: Made.key(), history: history, round: round, isBinding: binding, policy: policy,
                now: Made.day(day))
        else { return "nothing" }
        let deadline = next.deadline.timeIntervalSince(Made.created) / 86_400
        let shown = deadline == deadline.rounded() ? "\(Int(deadline))" : "\(deadline)"
        return (next.isLate ? "late " : "") + "\(next.stage) until \(shown)"
    }

    private func next(_ history: KeyHistory, on day: Double) -> PlannedNotice? {
        let policy = Policy()
        let round = RoundState(
            history, today: .init(now: Made.day(day), recipient: Made.owner, isBinding: true),
            policy: Policy())
        return PlannedNotice(
            dueFor: Made.key(), history: history, round: round, isBinding: true, policy: policy, now: Made.day(day))
    }

    @Test func `room is sought for the first deadline of a round, natural or late`() {
        #expect(next(KeyHistory(), on: 76)?.mayBeSpread == true)
        #expect(next(KeyHistory(), on: 200)?.mayBeSpread == true)
        #expect(next(.told(Made.notice(76, on: 76)), on: 81)?.mayBeSpread == false)
        #expect(next(.told(Made.notice(76, on: 76, deadline: 95)), on: 81)?.mayBeSpread == false)
    }

    @Test func `room is sought again when something else moves the deadline, and the stage stays`() throws {
        var history = KeyHistory.told(Made.notice(76, on: 76))
        // A notice that may have arrived spoke of a later day.
        history.apply(.noticeQueued(notice: Made.notice(81, on: 80, deadline: 99)), at: Made.day(80))
        let moved = try #require(next(history, on: 81))
        #expect(moved.mayBeSpread)
        #expect(!moved.opensRound)
        #expect(moved.stage == 81)
        #expect(moved.deadline == Made.day(99))
    }

    private static let second = 1.0 / 86_400

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var told: [Notice] = []
        let day: Double
        let due: String
    }

    @Test(arguments: [
        Case(testDescription: "a young key", day: 10, due: "nothing"),
        Case(testDescription: "a key from the future", day: -10, due: "nothing"),
        Case(testDescription: "a second before 76", day: 76 - second, due: "nothing"),
        Case(testDescription: "76", day: 76, due: "76 until 91"),
        Case(testDescription: "77", day: 77, due: "76 until 91"),
        Case(testDescription: "a second before 81", day: 81 - second, due: "76 until 91"),
        Case(testDescription: "81", day: 81, due: "81 until 91"),
        Case(testDescription: "86", day: 86, due: "86 until 91"),
        Case(testDescription: "87", day: 87, due: "86 until 92"),
        Case(testDescription: "90", day: 90, due: "86 until 95"),
        Case(testDescription: "91", day: 91, due: "late 76 until 106"),
        Case(testDescription: "200", day: 200, due: "late 76 until 215"),
    ])
    func `the first notice about a key`(row: Case) { #expect(due(KeyHistory(), on: row.day) == row.due) }

    private static let at76 = [Made.notice(76, on: 76)]
    private static let at81 = at76 + [Made.notice(81, on: 81)]
    private static let at86 = at81 + [Made.notice(86, on: 86)]

    @Test(arguments: [
        Case(testDescription: "76 again the same day", told: at76, day: 76.1, due: "nothing"),
        Case(testDescription: "between the stages", told: at76, day: 80.9, due: "nothing"),
        Case(testDescription: "81", told: at76, day: 81, due: "81 until 91"),
        Case(testDescription: "82", told: at76, day: 82, due: "81 until 91"),
        Case(testDescription: "86 with 81 skipped", told: at76, day: 86, due: "86 until 91"),
        Case(testDescription: "86", told: at81, day: 86, due: "86 until 91"),
        Case(testDescription: "90 after all stages", told: at86, day: 90, due: "nothing"),
        Case(testDescription: "90 with 86 still due", told: at81, day: 90, due: "86 until 91"),
        Case(testDescription: "91 with 86 still due: the promise stands", told: at81, day: 91, due: "nothing"),
        Case(testDescription: "76 told on 79: 81 is merged", told: [Made.notice(76, on: 79)], day: 81, due: "nothing"),
        Case(testDescription: "and stays merged", told: [Made.notice(76, on: 79)], day: 85, due: "nothing"),
        Case(testDescription: "76 told on 78: 81 is not", told: [Made.notice(76, on: 78)], day: 81, due: "81 until 91"),
        Case(
            testDescription: "and 86 follows the merged one", told: [Made.notice(76, on: 79)], day: 86,
            due: "86 until 91"),
        Case(
            testDescription: "81 told on 84: 86 is merged", told: at76 + [Made.notice(81, on: 84)], day: 86,
            due: "nothing"),
        Case(
            testDescription: "told late, the deadline stays where it was put",
            told: [Made.notice(86, on: 89, deadline: 94)], day: 92, due: "nothing"),
    ])
    func `the next notice in a round`(row: Case) {
        var history = KeyHistory()
        for notice in row.told { history.tell(notice) }
        #expect(due(history, on: row.day) == row.due)
    }

    @Test func `a late round climbs the ladder back from its deadline`() {
        var history = KeyHistory.told(Made.notice(76, on: 200, deadline: 215, late: true))
        #expect(due(history, on: 204.9) == "nothing")
        #expect(due(history, on: 205) == "late 81 until 215")
        history.tell(Made.notice(81, on: 205, deadline: 215, late: true))
        #expect(due(history, on: 210) == "late 86 until 215")
        history.tell(Made.notice(86, on: 210, deadline: 215, late: true))
        #expect(due(history, on: 214) == "nothing")
        #expect(due(history, on: 215) == "nothing")
    }

    @Test func `a second round past the age gives notice-days and starts at the highest due stage`() {
        var history = KeyHistory.told(Made.notice(86, on: 86))
        history.apply(.roundEnded(reason: .recipientChanged), at: Made.day(95))
        #expect(due(history, on: 95) == "late 86 until 100")
    }

    @Test func `no round promises an earlier day than one before it`() {
        var late = KeyHistory.told(Made.notice(76, on: 200, deadline: 230, late: true))
        late.apply(.roundEnded(reason: .recipientChanged), at: Made.day(201))
        #expect(due(late, on: 201).hasSuffix("until 230"))

        var early = KeyHistory.told(Made.notice(76, on: 76, deadline: 97))
        early.apply(.roundEnded(reason: .recipientChanged), at: Made.day(80))
        #expect(due(early, on: 81) == "81 until 97")
    }

    @Test func `a notice that may have arrived counts for later deadlines`() {
        var history = KeyHistory()
        let notice = Made.notice(76, on: 200, deadline: 230, late: true)
        history.apply(.noticeQueued(notice: notice), at: Made.day(200))
        history.apply(.noticeFailed(message: notice.message, reason: "", mayHaveArrived: true), at: Made.day(201))
        #expect(due(history, on: 201).hasSuffix("until 230"))
    }

    @Test func `a notice that surely did not arrive counts for nothing`() {
        var history = KeyHistory()
        let notice = Made.notice(76, on: 200, deadline: 230, late: true)
        history.apply(.noticeQueued(notice: notice), at: Made.day(200))
        history.apply(.noticeFailed(message: notice.message, reason: "", mayHaveArrived: false), at: Made.day(201))
        #expect(due(history, on: 201) == "late 76 until 216")
    }

    @Test func `other ladders follow the same rules`() {
        var policy = Policy()
        policy.ladder = [20]
        policy.deactivateAt = 30
        policy.noticeDays = 10
        #expect(due(KeyHistory(), on: 19.9, policy: policy) == "nothing")
        #expect(due(KeyHistory(), on: 20, policy: policy) == "20 until 30")
        #expect(due(KeyHistory(), on: 25, policy: policy) == "20 until 35")
        #expect(due(KeyHistory(), on: 30, policy: policy) == "late 20 until 45")
    }

    @Test(arguments: [(76, 95, 95), (76, 90, 91), (200, 230, 230), (200, 205, 215)])
    func `no deadline is told before one that another ledger told in the account`(
        day: Double, told: Double, due: Double
    ) {
        let floor = LedgerFloor(until: Made.day(told), ledger: "another")
        let today = RoundState.Today(now: Made.day(day), recipient: Made.owner, isBinding: true, floor: floor)
        let round = RoundState(KeyHistory(), today: today, policy: Policy())
        let next = PlannedNotice(
            dueFor: Made.key(), history: KeyHistory(), round: round, isBinding: true, policy: Policy(),
            now: Made.day(day))
        #expect(next?.deadline == Made.day(due))
    }
}
