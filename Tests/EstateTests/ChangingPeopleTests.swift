import LocalSlack
import Testing

/// People change while promises are open: today's owner is notified first, and a key is never confused with another.
struct ChangingPeopleTests {
    private static let ana = [Person.engineer("ana", "U0ANA", age: 85)]
    private static let account = JSONValue.string("222222222222")

    private static func giveToBea(_ estate: Estate) async throws {
        try await estate.aws.post(
            "/estate/tags",
            [
                "accountId": account, "userName": "ana",
                "tags": ["slack-id": "U0BEA", "full-name": "Bea"],
            ])
    }

    @Test(.timeLimit(.minutes(20)))
    func `handed over on day 90, a key is deactivated only after the new owner had five days`() async throws {
        try await Estate.with(people: Self.ana) { estate in
            try await estate.goodRun(on: Day(0))
            try await Self.giveToBea(estate)
            try await estate.goodRun(on: Day(5))
            #expect(try await estate.messages(to: "U0BEA").count == 1)
            for age in [91, 94] {
                try await estate.goodRun(on: Day(age - 85))
                #expect(try await estate.status(of: "ana") == "Active", "at \(age) days")
            }
            try await estate.goodRun(on: Day(10))
            #expect(try await estate.status(of: "ana") == "Inactive")
            // The notice, and that somebody else answers for the key now.
            #expect(try await estate.messages(to: "U0ANA").count == 2)
            #expect(try await estate.messages(to: "U0BEA").last?.words.contains("was deactivated on") == true)
            try await estate.verify()
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `handed over between scan and re-reading on day 91, nothing is deactivated before the new owner was notified`()
        async throws
    {
        try await Estate.with(people: Self.ana) { estate in
            try await estate.goodRun(on: Day(0))
            // The user is read again just before the deactivation; throttled, the run waits and asks once more.
            try await estate.proxy.post("/proxy/rules", ["kind": "throttled", "action": "GetUser"])
            try await estate.turn(to: Day(6))
            let run = try estate.start(["run", "--on", Day(6).text, "--format", "json"])
            try await wait(for: "the user to be read again") { try await estate.struck(0) }
            try await Self.giveToBea(estate)
            try await estate.proxy.delete("/proxy/rules")
            let ended = try await run.ended()
            let action = try ended.json()["actions"]?.list.first { $0["kind"] == "deactivate" }
            #expect(action?["outcome"] == "skipped", "\(ended.output)")
            #expect(try await estate.deactivations().isEmpty)

            try await estate.goodRun(on: Day(6, hour: 1))
            #expect(try await estate.messages(to: "U0BEA").count == 1)
            #expect(try await estate.deactivations().isEmpty)
            try await estate.goodRun(on: Day(11, hour: 1))
            #expect(try await estate.deactivations().count == 1)
            try await estate.verify()
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `a renamed user keeps the round, and the promise is kept on its day`() async throws {
        try await Estate.with(people: Self.ana) { estate in
            try await estate.goodRun(on: Day(0))
            try await estate.aws.post(
                "/estate/rename-user", ["accountId": Self.account, "userName": "ana", "newUserName": "anabel"])
            try await estate.goodRun(on: Day(5))
            #expect(try await estate.status(of: "anabel") == "Active")
            try await estate.goodRun(on: Day(6))
            #expect(try await estate.status(of: "anabel") == "Inactive")
            #expect(try await estate.facts("noticeQueued").count == 1)
            #expect(try await estate.facts("roundEnded").isEmpty)
            #expect(try await estate.messages(to: "U0ANA").count == 2)
            try await estate.verify()
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `deleted and made again within the report's four hours: the old key is gone, the new one inherits nothing`()
        async throws
    {
        try await Estate.with(people: Self.ana) { estate in
            try await estate.goodRun(on: Day(0))
            let old = try await estate.keyID(of: "ana")
            try await estate.goodRun(on: Day(5, hour: 22))
            try await Self.makeAnaAgain(estate, at: Day(5, hour: 23))
            let new = try await estate.keyID(of: "ana")
            try #require(new != old)

            // The report is still the one of an hour before; a day later it isn't.
            for day in [Day(5, hour: 23.5), Day(6), Day(6, hour: 2), Day(7)] { try await estate.goodRun(on: day) }
            #expect(try await estate.deactivations().isEmpty)
            #expect(try await estate.status(of: "ana") == "Active")
            #expect(try await estate.facts("gone").map(\.key) == [old])
            #expect(try await estate.facts("noticeQueued").allSatisfy { $0.key == old })
            #expect(try await estate.facts("newKey").map(\.key) == [new])
            let announced = try await estate.messages(in: Estate.channel, threads: false)
                .filter { $0.words.contains(masked(new)) }
            #expect(announced.count == 1)
            try await estate.verify()
        }
    }

    private static func makeAnaAgain(_ estate: Estate, at day: Day) async throws {
        try await estate.turn(to: day)
        try await estate.aws.post("/estate/delete-user", ["accountId": account, "userName": "ana"])
        try await estate.aws.post(
            "/estate/users",
            [
                "accountId": account, "userName": "ana", "createdAt": .string(day.text),
                "tags": ["type": "engineer", "slack-id": "U0ANA", "full-name": "ana of U0ANA"],
                "keys": [["createdAt": .string(day.text)]],
            ])
    }
}
