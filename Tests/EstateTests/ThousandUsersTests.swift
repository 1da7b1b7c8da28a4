import Foundation
import LocalSlack
import Testing

/// What scanning a large account costs, counted at the proxy.
struct ThousandUsersTests {
    private static let account = "222222222222"

    /// Machines, so that one channel is notified about all. Of every twenty users one has no key.
    private static func crowd(_ count: Int, oldest: Int, in account: String = account) -> [Person] {
        (0..<count).map { number in
            var person = Person(
                name: "machine-\(1_000 + number)", account: account, tags: ["type": "machine", "team": "payments"],
                age: 1 + number % oldest)
            if number % 20 == 19 { person.hasKey = false }
            // What the report calls rotated may only have been changed: 15 % of the keys look younger there.
            if number % 20 < 3 { person.reportedAge = min(5, person.age) }
            return person
        }
    }

    private struct Cost {
        let fixed: Int
        let listings: Int
        let peak: Int
        let statuses: [String: Int]

        init(_ counts: JSONValue) {
            let calls = counts["counts"]?[account]?.object?.mapValues { Int($0.number ?? 0) } ?? [:]
            let hub = counts["counts"]?[Estate.hub]?.object?.values.reduce(0) { $0 + Int($1.number ?? 0) } ?? 0
            listings = calls["iam:ListAccessKeys"] ?? 0
            // Pages after the first, and questions whether the report is ready, come on top of the budget.
            let pages = calls["iam:GetAccountAuthorizationDetails"] ?? 0
            let polls = calls["iam:GenerateCredentialReport"] ?? 0
            fixed = calls.values.reduce(hub) { $0 + $1 } - listings - max(0, pages - 1) - max(0, polls - 1)
            peak = Int(counts["peaks"]?[account]?.number ?? 0)
            statuses = counts["statuses"]?.object?.mapValues { Int($0.number ?? 0) } ?? [:]
        }
    }

    private static func cost(of estate: Estate) async throws -> Cost {
        Cost(try await estate.proxy.get("/proxy/counts?reset=1"))
    }

    @Test(.timeLimit(.minutes(20)))
    func `a first scan lists each user with keys once, eight at a time, and the next only what its turn brings`()
        async throws
    {
        try await Estate.with { estate in
            try await estate.join(Self.crowd(1_000, oldest: 60))
            try estate.configure(mode: "report", accounts: "list: [{id: \"\(Self.account)\", name: shop}]")
            try await estate.proxy.post("/proxy/latency", ["ms": 40])

            try await estate.goodRun(on: Day(0))
            let first = try await Self.cost(of: estate)
            #expect(first.listings == 950)
            #expect(first.fixed <= 8)
            #expect(first.peak <= 8)
            #expect(first.peak >= 6, "a scan that goes one by one takes minutes")

            try await estate.goodRun(on: Day(0, hour: 1))
            let hourLater = try await Self.cost(of: estate)
            #expect(hourLater.fixed <= 8)
            #expect(hourLater.listings <= 2)

            try await estate.goodRun(on: Day(1, hour: 1))
            let dayLater = try await Self.cost(of: estate)
            #expect(dayLater.fixed <= 8)
            #expect((30...34).contains(dayLater.listings), "⌈950/30⌉ whose turn it is: \(dayLater.listings)")
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `throttled, a scan backs off and still sees all`() async throws {
        try await Estate.with { estate in
            try await estate.join(Self.crowd(300, oldest: 60))
            try estate.configure(mode: "report", accounts: "list: [{id: \"\(Self.account)\", name: shop}]")
            try await estate.proxy.post(
                "/proxy/rules", ["kind": "throttled", "account": .string(Self.account), "perSecond": 40])
            let document = try await estate.goodRun(on: Day(0))
            #expect(document["accounts"]?.list.first?["complete"] == true)
            let cost = try await Self.cost(of: estate)
            #expect((cost.statuses["400"] ?? 0) > 0, "nothing was throttled")
            #expect((cost.statuses["400"] ?? 0) < 30, "it did not slow down: \(cost.statuses)")
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `with every seventh key re-dated in the report no due key is missed`() async throws {
        try await Estate.with { estate in
            try await estate.join(Self.crowd(300, oldest: 120))
            try estate.configure(accounts: "list: [{id: \"\(Self.account)\", name: shop}]")
            try await estate.turn(to: Day(0))
            let due = try await Self.due(in: estate)
            #expect(due.count > 80)
            let redated = try await estate.aws.get("/estate/state")["accounts"]?[Self.account]?["users"]?.list
                .flatMap { $0["keys"]?.list ?? [] }.filter { $0["reportedRotatedAt"]?.string != nil }.count
            #expect(redated == 45)

            // The first plan knows nothing; the second one knows what a run remembered.
            #expect(try await Self.planned(by: estate) == due)
            try estate.configure(mode: "report", accounts: "list: [{id: \"\(Self.account)\", name: shop}]")
            try await estate.goodRun(on: Day(0))
            try estate.configure(accounts: "list: [{id: \"\(Self.account)\", name: shop}]")
            #expect(try await Self.planned(by: estate) == due)
        }
    }

    private static func planned(by estate: Estate) async throws -> Set<String> {
        let ended = try await estate.relevo("plan", "--on", Day(0).text, "--format", "json")
        expect(ended, endedWith: 0)
        return Set(try ended.json()["actions"]?.list.compactMap { $0["accessKeyId"]?.string } ?? [])
    }

    /// Active keys that are 76 days old or more, by AWS's own record.
    private static func due(in estate: Estate) async throws -> Set<String> {
        let users = try await estate.aws.get("/estate/state")["accounts"]?[account]?["users"]?.list ?? []
        let oldest = Day(0).before(days: 76).text
        return Set(
            users.flatMap { $0["keys"]?.list ?? [] }
                .filter { $0["status"]?.string == "Active" && ($0["createDate"]?.string ?? "9") <= oldest }
                .compactMap { $0["accessKeyId"]?.string })
    }
}
