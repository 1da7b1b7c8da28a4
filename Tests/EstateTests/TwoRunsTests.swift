import LocalSlack
import Testing

/// Two runs at once on one ledger.
struct TwoRunsTests {
    @Test(.timeLimit(.minutes(20)))
    func `one does the work, the other says so and ends with 0`() async throws {
        try await Estate.with(people: [Person.engineer("ana", "U0ANA", age: 76)]) { estate in
            try await estate.turn(to: Day(0))
            // Slow enough that whoever has the lease still has it when the other asks.
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
