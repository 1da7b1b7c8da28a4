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

    private static func spread(_ policy: Policy, active: Int = 600, limit: Int? = nil, standing: [Date]) -> LateSpread {
        let account = Made.account.id
        return LateSpread(
            policy: policy,
            brake: Brake(
                maxDeactivations: policy.maxDeactivations, maxPercent: policy.maxPercent,
                perAccount: limit.map { [account: $0] } ?? [:]),
            activeKeys: [account: active], now: Made.day(200),
            standing: standing.map { LateSpread.Standing(account: account, deadline: $0) })
    }

    private func days(_ actions: [PlannedAction], policy: Policy, standing: [Double] = []) -> [Int] {
        var spread = Self.spread(policy, standing: standing.map { Made.day($0) })
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
        var spread = Self.spread(two, standing: Self.full)
        let moved = spread.spread([action(0, deadline: 205, stage: 86)]).compactMap(\.notice)
        #expect(moved.map(\.stage) == [81])
        #expect(moved.map(\.deadline) == [Made.day(210)])
    }

    @Test func `a try that is moved replaces the claim at the stage that it moves to`() {
        let claims: [Int: MessageID] = [81: Made.id("message-81"), 86: Made.id("message-86")]
        var spread = Self.spread(two, standing: Self.full)
        let moved = spread.spread([action(0, deadline: 205, stage: 86, claims: claims)]).compactMap(\.notice)
        #expect(moved.map(\.stage) == [81])
        #expect(moved.map(\.replaces) == [claims[81]])
    }

    @Test func `keys that nobody will deactivate take no place from those that will be`() {
        let machines = (0..<4).map { action($0, binding: false) }
        #expect(days(machines + [action(5)], policy: two).last == 215)
    }

    private func perDay(_ count: Int, active: Int, limit: Int? = nil) -> [Int] {
        var policy = Policy()
        policy.maxDeactivations = 60
        var spread = Self.spread(policy, active: active, limit: limit, standing: [])
        let days = spread.spread((0..<count).map { action($0) }).compactMap(\.notice?.deadline)
        return Dictionary(grouping: days) { $0 }.sorted { $0.key < $1.key }.map(\.value.count)
    }

    @Test func `no account is promised more a day than the brake will let through there`() {
        // A fifth of the keys that are left by then, but four at the least, as the share counts from five on.
        #expect(perDay(12, active: 12) == [4, 4, 4])
        #expect(perDay(30, active: 40) == [6, 5, 5, 4, 4, 4, 2])
    }

    @Test func `an account's own limit is halved like the whole brake`() {
        #expect(perDay(6, active: 100, limit: 5) == [2, 2, 2])
        #expect(perDay(2, active: 100, limit: 1) == [1, 1])
    }
}
