import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// More at once than one write to a ledger holds.
struct LargestWriteTests {
    private static let many = LargestWrite.facts + 5

    @Test func `many users who become machines at once are all stopped, and the run goes on`() async throws {
        let (watched, _) = try await StopRunTests.promised(Self.many)
        for user in watched.estate.users.map(\.id) { watched.estate.tag(user, "type", "machine") }
        try await watched.run(day: 91)
        let stopped = try await watched.standingStops().filter(\.waitsForConfirmation)
        #expect(stopped.count == Self.many)
        #expect(watched.estate.deactivations.isEmpty)
        let standing = try await watched.standingStops()
        #expect(StopRunTests.channel(watched, ["stopped"]).count == standing.count)
        #expect(try await watched.run(day: 92).plan.newStops.isEmpty)
    }

    @Test func `a person stops and resumes many accounts with one command`() async throws {
        let accounts = (0..<Self.many).map { Account(id: Made.id("1111111111\(10 + $0)"), name: "account\($0)") }
        let watched = Watched(accounts: accounts)
        try await watched.run(day: 1)
        let ids = Set(accounts.map(\.id))
        let report = try await watched.stopRequests().stop(accounts: ids, reason: "an outage", by: "Luis")
        #expect(report.stops.count == Self.many && report.problems == [])
        #expect(try await watched.standingStops().count == Self.many)
        // One account that isn't stopped: nothing of the command is carried out.
        _ = try await watched.stopRequests().resume(accounts: [accounts[Self.many - 1].id], reason: "r", by: "Rosa")
        await #expect(throws: InterventionRefusal.self) {
            try await watched.stopRequests().resume(accounts: ids, reason: "it is over", by: "Rosa")
        }
        #expect(try await watched.standingStops().count == Self.many - 1)
        _ = try await watched.stopRequests().resume(
            accounts: ids.subtracting([accounts[Self.many - 1].id]), reason: "it is over", by: "Rosa")
        #expect(try await watched.standingStops().isEmpty)
        #expect(await watched.ledger.unsentMessages().isEmpty)
    }

    @Test(.timeLimit(.minutes(20))) func `killed at any call, a run loses no owner's announcement`() async throws {
        for call in 1... {
            let watched = Watched()
            let owners = (0..<Self.many).map { index in
                (
                    watched.estate.addUser(
                        "user\(index)", in: watched.one.id, tags: Made.engineer("U0USER\(index)", "User \(index)")),
                    Recipient.person(Made.person("U0USER\(index)"))
                )
            }
            try await watched.run(day: 1)
            watched.clock.set(Made.day(2))
            for (user, _) in owners { watched.estate.addKey(user, createdAt: Made.day(1.5)) }
            let point = CrashPoint(atCall: call, .after)
            do { try await watched.runNow(crash: point) } catch is CrashPoint.Crash {}
            try await watched.run(day: 2.2)
            for (_, owner) in owners {
                #expect(watched.messages(to: owner).contains { $0.payload.word == "newKey" }, "killed at call \(call)")
            }
            if !point.hasCrashed { break }
        }
    }
}
