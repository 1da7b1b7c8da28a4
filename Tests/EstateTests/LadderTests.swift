import LocalSlack
import Testing

/// The whole ladder with the real programs, as AWS and Slack saw it.
struct LadderTests {
    private static let people = [
        Person.engineer("ana", "U0ANA", age: 70),
        Person(name: "ci-deploy", tags: ["type": "machine", "team": "payments"], age: 70),
        Person(name: "who", tags: ["team": "lost"], age: 70),
    ]

    @Test(.timeLimit(.minutes(20)))
    func `from day 70 to 96 an engineer is notified on 76, 81 and 86, and the key is deactivated on 91`() async throws {
        try await Estate.with(people: Self.people) { estate in
            let key = try await estate.keyID(of: "ana")
            var told: [Int: Int] = [:]
            for age in 70...96 {
                let before = try await estate.messages(to: "U0ANA").count
                try await estate.goodRun(on: Day(age - 70))
                let after = try await estate.messages(to: "U0ANA").count
                if after > before { told[age] = after - before }
                let isOff = try await estate.status(of: "ana") == "Inactive"
                #expect(isOff == (age >= 91), "at \(age) days")
            }
            #expect(told == [76: 1, 81: 1, 86: 1, 91: 1])
            #expect(try await estate.deactivations() == [key])
            #expect(try await estate.status(of: "ci-deploy") == "Active")
            #expect(try await estate.status(of: "who") == "Active")
            #expect(try await estate.changes().count == 1)

            let direct = try await estate.messages(to: "U0ANA")
            #expect(direct.allSatisfy { $0.words.contains(key) })
            try await Self.expectCopies(of: key, in: estate)
            #expect(try await estate.messages(in: "C0PAYMENTS", threads: false).count == 3)
            try await estate.verify()
        }
    }

    /// Each notice has its copy in the thread of the summary of its day; so has the deactivation.
    private static func expectCopies(of key: String, in estate: Estate) async throws {
        let channel = try await estate.messages(in: Estate.channel, threads: false)
        let copies = try await estate.messages(in: Estate.channel, threads: true)
            .filter { $0.words.contains(masked(key)) && $0.words.contains("stage ") }
        #expect(copies.count == 3)
        for (copy, age) in zip(copies, [76, 81, 86]) {
            let summary = try #require(channel.first { $0.ts == copy.thread })
            #expect(summary.words.contains("Relevo is done"))
            #expect(copy.words.contains("stage \(age)"))
            #expect(copy.ts.prefix { $0 != "." } == summary.ts.prefix { $0 != "." })
        }
        let off = try await estate.messages(in: Estate.channel, threads: true).filter {
            $0.words.contains("Deactivated as promised") && $0.words.contains(masked(key))
        }
        #expect(off.count == 1)
        #expect(try await estate.messages(in: Estate.channel, threads: true).allSatisfy { !$0.words.contains(key) })
    }

    @Test(.timeLimit(.minutes(20)))
    func `run twice a day, nothing changes but the summaries`() async throws {
        try await Estate.with(people: Self.people) { estate in
            for age in [76, 81, 86, 91] {
                try await estate.goodRun(on: Day(age - 70))
                let before = try await Self.besidesSummaries(estate)
                let again = try await estate.goodRun(on: Day(age - 70, hour: 1))
                #expect(again["actions"]?.list.isEmpty == true, "at \(age) days")
                #expect(try await Self.besidesSummaries(estate) == before, "at \(age) days")
            }
            #expect(try await estate.deactivations().count == 1)
            try await estate.verify()
        }
    }

    /// Each run posts a summary, and its whole root in the thread.
    private static func besidesSummaries(_ estate: Estate) async throws -> [String] {
        try await estate.messages().map(\.words)
            .filter { !$0.contains("Relevo is ") && !$0.contains("ended with the ledger root") }
    }

    @Test(.timeLimit(.minutes(20)))
    func `after skipped days only the highest due stage is sent, and day 91 stays`() async throws {
        try await Estate.with(people: Self.people) { estate in
            try await estate.goodRun(on: Day(5))
            try await estate.goodRun(on: Day(15))
            try await estate.goodRun(on: Day(20))
            #expect(try await estate.status(of: "ana") == "Active")
            try await estate.goodRun(on: Day(21))
            #expect(try await estate.status(of: "ana") == "Inactive")
            let key = try await estate.keyID(of: "ana")
            let claims = try await estate.facts("noticeQueued").filter { $0.key == key }
            #expect(claims.compactMap { $0.body["notice"]?["stage"]?.number } == [81])
        }
    }
}
