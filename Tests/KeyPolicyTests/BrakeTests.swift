import FoundationEssentials
import KeyPolicy
import Testing

struct BrakeTests {
    private static let other: AccountID = Made.id("222222222222")

    /// Due on day 91; the lower the number, the older the key.
    private func action(_ number: Int, in account: AccountID = Made.account.id, told: Double = 91) -> PlannedAction {
        let key = AccessKey(
            id: Made.id("AKIA00000000000000\(10 + number)"), status: .active,
            createdAt: Made.created.addingTimeInterval(Double(number)), lastUse: .never)
        let user = User(
            account: account, id: Made.id("AIDA00000000000000\(10 + number)"), name: "user\(number)", path: "/",
            arn: "", createdAt: Made.created, tags: [:], keys: [key])
        let promise = KeyPromise(
            deadline: Made.day(told), recipient: Made.owner, firstBindingDelivery: Made.day(told - 5))
        return PlannedAction(
            kind: .deactivate(round: 1, promise: promise), account: Account(id: account, name: ""), user: user,
            key: key, ageDays: 91, addressee: Addressee(Made.owner))
    }

    private struct Sorted {
        let go: [Int]
        let held: [HoldReason]
    }

    private func sort(
        _ due: [PlannedAction], limit: Int = 10, percent: Int = 100, own: [AccountID: Int] = [:],
        past: [Brake.Past] = [], active: Int = 100, hours: WorkingHours? = nil, waiting: [PlannedAction] = [],
        released: [PlannedAction] = [], lastChance: Double? = nil
    ) -> Sorted {
        var policy = Policy()
        policy.hours = hours
        let sorted = Brake(maxDeactivations: limit, maxPercent: percent, perAccount: own).sort(
            due,
            on: Brake.Day(
                now: Made.day(91), days: WorkDays(policy), past: past,
                activeKeys: [Made.account.id: active, Self.other: active], waiting: Set(waiting.map(\.address)),
                released: Set(released.map(\.address)),
                lastChance: lastChance.map { [Made.account.id: Made.day($0), Self.other: Made.day($0)] } ?? [:]))
        #expect(sorted.go.count + sorted.held.count == due.count)
        return Sorted(
            go: sorted.go.map { action in due.firstIndex { $0.address == action.address } ?? -1 },
            held: sorted.held.map(\.reason))
    }

    /// Deactivations so many hours before noon of day 91.
    private func past(_ count: Int, hoursAgo: Double, in account: AccountID = Made.account.id) -> [Brake.Past] {
        Array(
            repeating: Brake.Past(account: account, at: Made.day(91).addingTimeInterval(-hoursAgo * 3_600)),
            count: count)
    }

    @Test(arguments: zip([9, 10, 11], [9, 10, 10]))
    func `up to the limit go, and the rest waits`(due: Int, go: Int) {
        #expect(sort((0..<due).map { action($0) }).go.count == go)
    }

    @Test func `what waits has the day on which it is expected`() {
        let sorted = sort((0..<5).map { action($0) }, limit: 2)
        #expect(sorted.held == [92, 92, 93].map { .rate(expected: Made.day($0)) })
        // Day 91 is Thursday 2 April 2026: the next working day is Monday.
        let hours = WorkingHours(zone: .utc, days: [1, 2, 3, 4], from: 0, to: 1_440, holidays: [])
        #expect(sort((0..<3).map { action($0) }, limit: 2, hours: hours).held == [.rate(expected: Made.day(95))])
    }

    @Test func `the oldest promises go first, of one day the oldest keys`() {
        let due = [action(1), action(2, told: 90), action(0), action(3, told: 89)]
        #expect(sort(due, limit: 3).go == [3, 1, 2])
    }

    @Test func `the day is the civil day, so that yesterday's job does not count`() {
        #expect(sort([action(1)], limit: 1, past: past(1, hoursAgo: 11.9)).go.isEmpty)
        #expect(sort([action(1)], limit: 1, past: past(1, hoursAgo: 12.1)).go.count == 1)
        // In Lima it is 07:00, and what was done at 23:00 was done yesterday.
        let lima = Zone(
            name: "Lima", first: Zone.Transition(at: .distantPast, offset: -18_000, abbreviation: "-05"),
            transitions: [])
        let hours = WorkingHours(zone: lima, days: [1, 2, 3, 4, 5, 6, 7], from: 0, to: 1_440, holidays: [])
        #expect(sort([action(1)], limit: 1, past: past(1, hoursAgo: 8), hours: hours).go.count == 1)
        #expect(sort([action(1)], limit: 1, past: past(1, hoursAgo: 6), hours: hours).go.isEmpty)
    }

    @Test func `an account's own limit holds that account alone`() {
        let due = [action(1), action(2), action(3, in: Self.other)]
        #expect(sort(due, own: [Made.account.id: 1]).go == [0, 2])
        #expect(sort(due, own: [Made.account.id: 1], past: past(1, hoursAgo: 1)).go == [2])
        #expect(sort(due, limit: 2, past: past(1, hoursAgo: 1, in: Self.other)).go == [0])
    }

    @Test func `of one day, an account with a long queue of its own does not wait for all others too`() {
        let due = (0..<4).map { action($0) } + (4..<8).map { action($0, in: Self.other) }
        let sorted = sort(due, limit: 2, own: [Self.other: 1])
        #expect(sorted.go == [4, 0])
        #expect(sorted.held.last == .rate(expected: Made.day(94)))
    }

    @Test func `a limit of nothing lets nothing go`() {
        #expect(sort([action(1)], limit: 0).held == [.rate(expected: Made.day(92))])
        #expect(sort([], limit: 0).go.isEmpty)
    }

    // The alarm

    @Test func `what fell due since the last run that could deactivate is no surprise, however much`() {
        let due = (0..<20).map { action($0, told: 85) }
        #expect(sort(due, limit: 3, lastChance: 84).go.count == 3)
        #expect(sort(due, limit: 3, lastChance: nil).go.count == 3)
    }

    @Test(arguments: zip([4, 5], [4, 0]))
    func `more than four keys of a small account at once stop it`(due: Int, go: Int) {
        let sorted = sort((0..<due).map { action($0, told: 80) }, percent: 20, active: 20, lastChance: 90)
        #expect(sorted.go.count == go)
        if go == 0 { #expect(Set(sorted.held) == [.alarm(unexpected: 5, allowed: 4, isEverywhere: false)]) }
    }

    @Test func `a share of a large account may come at once`() {
        #expect(sort((0..<6).map { action($0, told: 80) }, percent: 20, active: 30, lastChance: 90).go.count == 6)
        #expect(sort((0..<7).map { action($0, told: 80) }, percent: 20, active: 30, lastChance: 90).go.isEmpty)
    }

    @Test func `the alarm stops all that is due in its account, and nothing elsewhere`() {
        let due = (0..<5).map { action($0, told: 80) } + [action(6), action(7, in: Self.other)]
        let sorted = sort(due, percent: 20, active: 20, lastChance: 90)
        #expect(sorted.go == [6])
        #expect(sorted.held.count == 6)
    }

    @Test func `what waited for its turn, and what somebody let through, is no surprise`() {
        let due = (0..<7).map { action($0, told: 80) }
        #expect(sort(due, percent: 20, active: 20, waiting: Array(due.prefix(3)), lastChance: 90).go.count == 7)
        #expect(sort(due, limit: 2, percent: 20, active: 20, released: due, lastChance: 90).go.count == 2)
    }

    @Test func `three days' limit over all accounts stops everything`() {
        let due = (0..<4).map { action($0, told: 80) } + (4..<7).map { action($0, in: Self.other, told: 80) }
        let sorted = sort(due, limit: 2, lastChance: 90)
        #expect(sorted.go.isEmpty)
        #expect(Set(sorted.held) == [.alarm(unexpected: 7, allowed: 6, isEverywhere: true)])
        #expect(sort(Array(due.dropLast()), limit: 2, lastChance: 90).go.count == 2)
    }
}

struct DeactivationPaceTests {
    private func pace(
        limit: Int = 10, own: [AccountID: Int] = [:], keys: Int, promised: [Double] = [], days: Set<Int>? = nil
    ) -> DeactivationPace {
        var policy = Policy()
        policy.hours = days.map { WorkingHours(zone: .utc, days: $0, from: 0, to: 1_440, holidays: []) }
        return DeactivationPace(
            brake: Brake(maxDeactivations: limit, maxPercent: 20, perAccount: own), policy: policy,
            keys: [Made.account.id: keys], promised: promised.map { (Made.account.id, Made.day($0)) }, past: [],
            now: Made.day(91))
    }

    @Test func `four hundred accounts with eight keys each need 36 a day`() {
        #expect(pace(keys: 3_200).needed == 36)
        #expect(!pace(limit: 35, keys: 3_200).isEnough)
        #expect(pace(limit: 36, keys: 3_200).isEnough)
        // Four working days a week.
        #expect(pace(keys: 3_200, days: [1, 2, 3, 4]).needed == 62)
    }

    @Test func `an account's own limit must keep up with its keys`() {
        let pace = pace(own: [Made.account.id: 1], keys: 182)
        #expect(pace.tightAccounts.map(\.needed) == [2])
        #expect(!pace.isEnough)
    }

    @Test func `it says when the last key goes, and which limit would end it in thirty days`() {
        #expect(pace(keys: 5).lastDay == nil)
        let soon = pace(limit: 2, keys: 5, promised: [91, 91, 91])
        #expect(soon.lastDay == CivilDate(at: Made.day(92)))
        #expect(soon.limitForGoodDays == nil)
        let long = pace(limit: 2, keys: 100, promised: Array(repeating: 100, count: 100))
        #expect(long.lastDay == CivilDate(at: Made.day(149)))
        // Days 100 to 121 are 22.
        #expect(long.limitForGoodDays == 5)
        #expect(long.complaints.count == 1)
    }
}
