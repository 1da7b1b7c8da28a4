import FoundationEssentials
import KeyPolicy
import Testing

struct BrakeTests {
    private static let other: AccountID = Made.id("222222222222")

    private func action(_ number: Int, in account: AccountID = Made.account.id) -> PlannedAction {
        let key = Made.key("AKIA00000000000000\(10 + number)")
        let user = User(
            account: account, id: Made.id("AIDA00000000000000\(10 + number)"), name: "user\(number)", path: "/",
            arn: "",
            createdAt: Made.created, tags: [:], keys: [key])
        let promise = KeyPromise(deadline: Made.day(91), recipient: Made.owner, firstBindingDelivery: Made.day(86))
        return PlannedAction(
            kind: .deactivate(round: 1, promise: promise), account: Account(id: account, name: ""), user: user,
            key: key,
            ageDays: 91, addressee: Addressee(Made.owner))
    }

    private func go(
        _ due: [PlannedAction], limit: Int = 10, percent: Int = 100, perAccount: [AccountID: Int] = [:],
        past: [Brake.Past] = [], active: Int = 100
    ) -> Int {
        let brake = Brake(maxDeactivations: limit, maxPercent: percent, perAccount: perAccount)
        let sorted = brake.sort(
            due, past: past, activeKeys: [Made.account.id: active, Self.other: active], now: Made.day(91))
        #expect(sorted.go.count + sorted.held.count == due.count)
        return sorted.go.count
    }

    private func past(_ count: Int, hoursAgo: Double, in account: AccountID = Made.account.id) -> [Brake.Past] {
        Array(
            repeating: Brake.Past(account: account, at: Made.day(91).addingTimeInterval(-hoursAgo * 3_600)),
            count: count)
    }

    @Test(arguments: zip([9, 10, 11], [9, 10, 0]))
    func `up to the limit all go, above it none`(due: Int, go: Int) {
        #expect(self.go((0..<due).map { action($0) }) == go)
    }

    @Test func `the window is 24 hours and rolls`() {
        #expect(go([action(1)], limit: 1, past: past(1, hoursAgo: 23.99)) == 0)
        #expect(go([action(1)], limit: 1, past: past(1, hoursAgo: 24)) == 1)
        #expect(go([action(1)], limit: 2, past: past(1, hoursAgo: 1)) == 1)
        #expect(go([action(1)], limit: 1, past: past(5, hoursAgo: 1)) == 0)
    }

    @Test func `the window counts all accounts`() {
        #expect(go([action(1)], limit: 1, past: past(1, hoursAgo: 1, in: Self.other)) == 0)
    }

    @Test func `the share counts from five due on`() {
        func go(_ due: Int, active: Int) -> Int {
            self.go((0..<due).map { action($0) }, percent: 20, active: active)
        }
        #expect(go(4, active: 5) == 4)
        #expect(go(5, active: 5) == 0)
        #expect(go(5, active: 24) == 0)
        #expect(go(5, active: 25) == 5)
    }

    @Test func `an account's own limit counts its own past`() {
        let due = [action(1), action(2, in: Self.other)]
        #expect(go(due, perAccount: [Made.account.id: 1]) == 2)
        #expect(go(due, perAccount: [Made.account.id: 1], past: past(1, hoursAgo: 1)) == 1)
        #expect(go(due, perAccount: [Made.account.id: 1], past: past(1, hoursAgo: 1, in: Self.other)) == 2)
        #expect(go(due, perAccount: [Made.account.id: 0]) == 1)
    }

    @Test func `what one account holds does not count against the others`() {
        let due = (0..<8).map { action($0) } + (8..<11).map { action($0, in: Self.other) }
        #expect(go(due, limit: 3, perAccount: [Made.account.id: 1]) == 3)
    }

    @Test func `a limit of nothing lets nothing go`() {
        #expect(go([action(1)], limit: 0) == 0)
        #expect(go([], limit: 0) == 0)
    }

    @Test func `the reason tells how many are due and allowed`() {
        let brake = Brake(maxDeactivations: 3, maxPercent: 100, perAccount: [:])
        let sorted = brake.sort(
            (0..<3).map { action($0) }, past: past(1, hoursAgo: 1), activeKeys: [:], now: Made.day(91))
        #expect(sorted.held.map(\.reason) == Array(repeating: .brake(due: 3, allowed: 2), count: 3))
    }
}
