import FoundationEssentials
import KeyPolicy
import Testing

struct LateSpreadTests {
    private func action(
        _ number: Int, deadline: Double = 215, stage: Int = 76, movable: Bool = true, binding: Bool = true,
        claims: [Int: MessageID] = [:]
    ) -> PlannedAction {
        // The lower the number, the older the key.
        let key = AccessKey(
            id: Made.id("AKIA00000000000000\(10 + number)"), status: .active, createdAt: Made.day(Double(number)))
        let notice = PlannedNotice(
            round: 1, stage: stage, isBinding: binding, deadline: Made.day(deadline), isLate: movable,
            mayBeSpread: movable, isPossibleRepeat: false, replaces: claims[stage], openClaims: claims)
        return PlannedAction(
            kind: .notice(notice), account: Made.account, user: Made.user(), key: key, ageDays: 200,
            addressee: Addressee(Made.owner))
    }

    /// The five days from 205 on, each with two deadlines already.
    private static let full = [205, 206, 207, 208, 209].flatMap { [Made.day($0), Made.day($0)] }

    private func days(_ actions: [PlannedAction], policy: Policy, standing: [Double] = []) -> [Int] {
        var spread = LateSpread(policy: policy, now: Made.day(200), standing: standing.map(Made.day))
        return spread.spread(actions).compactMap { $0.notice.map { Days.whole(from: Made.created, to: $0.deadline) } }
    }

    private var two: Policy {
        var policy = Policy()
        policy.maxDeactivations = 4
        return policy
    }

    @Test func `half the brake a day, oldest first, whatever the order`() {
        let actions = (0..<5).map { action($0) }
        #expect(days(actions, policy: two) == [215, 215, 216, 216, 217])
        #expect(days(actions.reversed(), policy: two) == [217, 216, 216, 215, 215])
    }

    @Test func `what is promised already takes its place`() {
        #expect(days([action(0)], policy: two, standing: [215, 215, 216]) == [216])
    }

    @Test func `a brake of one still lets one a day`() {
        var policy = Policy()
        policy.maxDeactivations = 1
        #expect(days([action(0), action(1)], policy: policy) == [215, 216])
    }

    @Test func `notices that may not be moved stay`() {
        #expect(days((0..<4).map { action($0, movable: false) }, policy: two) == [215, 215, 215, 215])
    }

    @Test func `deadlines fall on working days`() {
        var policy = two
        // Day 215 is Tuesday 4 August 2026.
        policy.hours = WorkingHours(zone: .utc, days: [1], from: 0, to: 1_440, holidays: [])
        #expect(days((0..<3).map { action($0) }, policy: policy) == [221, 221, 228])
    }

    @Test func `a calendar without working days ends somewhere`() {
        var policy = two
        policy.hours = WorkingHours(zone: .utc, days: [], from: 0, to: 1_440, holidays: [])
        #expect(days([action(0)], policy: policy).count == 1)
    }

    @Test func `the stage is the highest that the moved deadline leaves time for`() {
        // A second round, five days to its deadline: moved out by five more, it is the stage before.
        var spread = LateSpread(policy: two, now: Made.day(200), standing: Self.full)
        let moved = spread.spread([action(0, deadline: 205, stage: 86)]).compactMap(\.notice)
        #expect(moved.map(\.stage) == [81])
        #expect(moved.map(\.deadline) == [Made.day(210)])
    }

    @Test func `a try that is moved replaces the claim at the stage that it moves to`() {
        let claims: [Int: MessageID] = [81: Made.id("message-81"), 86: Made.id("message-86")]
        var spread = LateSpread(policy: two, now: Made.day(200), standing: Self.full)
        let moved = spread.spread([action(0, deadline: 205, stage: 86, claims: claims)]).compactMap(\.notice)
        #expect(moved.map(\.stage) == [81])
        #expect(moved.map(\.replaces) == [claims[81]])
    }

    @Test func `keys that nobody will deactivate take no place from those that will be`() {
        let machines = (0..<4).map { action($0, binding: false) }
        #expect(days(machines + [action(5)], policy: two).last == 215)
    }
}
