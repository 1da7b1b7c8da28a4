import Foundation
import LocalSlack
import Testing

/// Accounts that AWS throttles slow themselves down, and no other.
struct ThrottledAccountTests {
    private static let throttled = "222222222222"
    private static let free = "333333333333"
    private static let each = 60

    private static let people = [throttled, free].flatMap { account in
        (0..<each).map { number in
            Person(
                name: "machine-\(100 + number)", account: account, tags: ["type": "machine", "team": "payments"],
                age: 1 + number % 40)
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `a throttled account is read completely, and another is done before it is half read`() async throws {
        try await Estate.with(accounts: 3, people: Self.people) { estate in
            try await estate.turn(to: Day(0))
            try await estate.proxy.post(
                "/proxy/rules", ["kind": "throttled", "account": .string(Self.throttled), "perSecond": 5])
            let run = try estate.start(["run", "--on", Day(0).text, "--format", "json"])
            do {
                try await wait(for: "the other account's last listing") {
                    guard run.isRunning else { throw WaitedTooLong(what: "the listings: the run is over") }
                    return try await estate.calls("iam:ListAccessKeys", in: Self.free) >= Self.each
                }
                // Refused calls are among these, too.
                let meanwhile = try await estate.calls("iam:ListAccessKeys", in: Self.throttled)
                #expect(meanwhile < Self.each / 2)
            } catch {
                try await run.kill()
                throw error
            }
            let ended = try await run.ended()
            expect(ended, endedWith: 0)
            #expect(try ended.json()["accounts"]?.list.allSatisfy { $0["complete"] == true } == true)
            #expect(try await estate.calls("iam:ListAccessKeys", in: Self.free) == Self.each)
            let refused = try await estate.proxy.get("/proxy/counts")["statuses"]?["400"]?.number ?? 0
            #expect(refused > 0)
            #expect(refused < 60, "it did not slow down: \(refused)")
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `a storm of AssumeRole is spread, and every account is entered`() async throws {
        try await Estate.with(accounts: 9) { estate in
            try await estate.proxy.post(
                "/proxy/rules", ["kind": "throttled", "service": "sts", "action": "AssumeRole", "perSecond": 3])
            let document = try await estate.goodRun(on: Day(0))
            #expect(document["accounts"]?.list.count == 9)
            #expect(document["accounts"]?.list.allSatisfy { $0["complete"] == true } == true)
            let refused = try await estate.proxy.get("/proxy/counts")["statuses"]?["400"]?.number ?? 0
            #expect(refused > 0 && refused < 20)
        }
    }
}
