import Foundation
import LocalSlack
import Testing

/// Runs that hold something: keys beyond the day's limit until their turn, everything on an old ledger, a run while another works.
struct HeldRunTests {
    @Test(.timeLimit(.minutes(20)))
    func `what is due beyond the day's limit waits for its turn, and every run is an ordinary one`() async throws {
        let people = [
            Person.engineer("ana", "U0ANA", age: 86), Person.engineer("bea", "U0BEA", age: 86),
            Person.engineer("caro", "U0CARO", age: 85),
        ]
        try await Estate.with(people: people) { estate in
            try estate.configure(more: "policy: {max-deactivations: 2}")
            try await estate.goodRun(on: Day(0))
            let early = try await estate.run(on: Day(4), "--release-brake", "20260301t120000z-abcdef")
            expect(early, endedWith: 64)
            #expect(
                early.complaints == """
                    relevo: The alarm stopped nothing in run 20260301t120000z-abcdef, so there is nothing to release. \
                    Nothing was done. The message in the security channel names the run whose list it shows.

                    """)

            // All three are due by day 6, and from now on only one a day may go.
            try estate.configure(more: "policy: {max-deactivations: 1}")
            for (day, done) in [(6, 1), (7, 2), (8, 3)] {
                let run = try await estate.goodRun(on: Day(day))
                let held = try #require(run["held"]?.array).compactMap { $0["code"]?.string }
                #expect(held == Array(repeating: "rate", count: 3 - done))
                #expect(try await estate.deactivations().count == done)
            }
            #expect(try await estate.status(of: "caro") == "Inactive")
            try await estate.verify()
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `a ledger put back to an older copy does nothing until that is accepted, and then notifies everybody again`()
        async throws
    {
        let people = [Person.engineer("ana", "U0ANA", age: 86), Person.engineer("bea", "U0BEA", age: 85)]
        try await Estate.with(people: people) { estate in
            try await estate.goodRun(on: Day(0))
            let copy = try Self.ledger(estate)
            let lost = try #require(try await estate.goodRun(on: Day(1))["runId"]?.string)
            try await estate.goodRun(on: Day(1, hour: 1))
            try Self.put(copy, estate)
            let before = try await estate.messages().count

            let refused = try await estate.run(on: Day(5))
            expect(refused, endedWith: 1)
            let newest = try #require(refused.complaints.split(separator: " ").first { $0.contains("z-") })
                .filter { $0 != "," }
            #expect(newest != lost)
            #expect(
                refused.complaints.hasPrefix(
                    """
                    relevo: The security channel shows run \(newest), which this ledger doesn't contain: it is an \
                    older copy of the ledger. Nothing was done. Put the newest one in its place; if that is lost, \
                    `relevo run --accept-ledger \(newest)` notifies everyone again and deactivates nothing before 2026-03-07T
                    """))
            #expect(refused.output.isEmpty)
            #expect(try await estate.messages().count == before)
            #expect(try await estate.facts("runStarted").count == 1, "nothing was written")
            let wrong = try await estate.run(on: Day(5), "--accept-ledger", lost)
            expect(wrong, endedWith: 1)

            expect(try await estate.run(on: Day(5), "--accept-ledger", String(newest)), endedWith: 0)
            #expect(try await estate.deactivations().isEmpty, "what was said before counts no longer")
            for person in ["U0ANA", "U0BEA"] {
                let last = try await estate.messages(to: person).last?.words
                #expect(last?.contains("Rotate your AWS access key by") == true, "\(person)")
            }
            for day in [6, 9] { try await estate.goodRun(on: Day(day)) }
            #expect(try await estate.deactivations().isEmpty)
            try await estate.goodRun(on: Day(10))
            #expect(try await estate.deactivations().count == 2)
            try await estate.verify()
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `nothing is deactivated before the latest deadline that a lost run gave`() async throws {
        try await Estate.with(people: [Person.engineer("ana", "U0ANA", age: 85)]) { estate in
            try await estate.goodRun(on: Day(0))
            let copy = try Self.ledger(estate)
            // A late key gets fifteen days from the run that will be lost.
            try await estate.join([Person.engineer("bea", "U0BEA", age: 200)])
            try await estate.goodRun(on: Day(1))
            try Self.put(copy, estate)
            let refused = try await estate.run(on: Day(2))
            expect(refused, endedWith: 1)
            #expect(
                refused.complaints.hasSuffix("again and deactivates nothing before 2026-03-17T12:00:00Z.\n"),
                "\(refused.complaints)")
            let newest = try #require(refused.complaints.split(separator: " ").first { $0.contains("z-") })
                .filter { $0 != "," }
            expect(try await estate.run(on: Day(2), "--accept-ledger", String(newest)), endedWith: 0)
            for day in [7, 12, 15] { try await estate.goodRun(on: Day(day)) }
            #expect(try await estate.deactivations().isEmpty)
            try await estate.goodRun(on: Day(16))
            #expect(try await estate.status(of: "ana") == "Inactive")
            try await estate.goodRun(on: Day(17))
            #expect(try await estate.status(of: "bea") == "Inactive")
            try await estate.verify()
        }
    }

    private static let files = ["relevo.db", "relevo.db-wal", "relevo.db-shm"]

    private static func ledger(_ estate: Estate) throws -> [String: Data] {
        var copy: [String: Data] = [:]
        for name in files where estate.folder.exists(name) { copy[name] = try estate.folder.bytes(name) }
        return copy
    }

    private static func put(_ copy: [String: Data], _ estate: Estate) throws {
        for name in files {
            if estate.folder.exists(name) { try estate.folder.remove(name) }
            if let bytes = copy[name] { try bytes.write(to: URL(filePath: estate.folder.file(name))) }
        }
    }
}

/// Two runs at once on one ledger.
struct TwoRunsTests {
    @Test(.timeLimit(.minutes(20)))
    func `one does the work, the other reports that and ends with 0`() async throws {
        try await Estate.with(people: [Person.engineer("ana", "U0ANA", age: 76)]) { estate in
            try await estate.turn(to: Day(0))
            // Slow enough that the lease is still held when the other run asks.
            try await estate.proxy.post("/proxy/latency", ["ms": 5_000])
            let arguments = ["run", "--on", Day(0).text, "--format", "json"]
            let names = ["first", "second"]
            let runs = try names.map { try estate.start(arguments, name: $0) }
            try await wait(for: "one of them to leave the work to the other") {
                runs.contains { !$0.isRunning }
            }
            try await estate.proxy.post("/proxy/latency", ["ms": 0])
            var ended: [Ended] = []
            for run in runs { ended.append(try await run.ended()) }

            for each in ended { expect(each, endedWith: 0) }
            let worked = ended.filter { !$0.output.isEmpty }
            let left = ended.filter { $0.output.isEmpty }
            #expect(worked.count == 1)
            #expect(left.count == 1)
            #expect(left.first?.complaints.contains("leaves the work to it") == true)
            #expect(try await estate.messages(in: Estate.channel, threads: false).count == 1)
            #expect(try await estate.messages(to: "U0ANA").count == 1)
            try await estate.verify()
        }
    }
}
