import LocalSlack
import Testing

/// Accounts that can't be read: unknown, reported, and nothing done there.
struct UnknownAccountTests {
    private static let people = [
        Person.engineer("ana", "U0ANA", age: 85, in: "222222222222"),
        Person.engineer("bea", "U0BEA", age: 85, in: "333333333333"),
        Person.engineer("caro", "U0CARO", age: 85, in: "444444444444"),
        Person.engineer("dora", "U0DORA", age: 85, in: "555555555555"),
    ]

    @Test(.timeLimit(.minutes(20)))
    func `one denied, one throttled forever, one answering garbage: the good one is served and the status is 3`()
        async throws
    {
        try await Estate.with(accounts: 5, people: Self.people) { estate in
            try await estate.goodRun(on: Day(0))
            let one = try await estate.run(on: Day(0, hour: 1), "--dry-run", "--account", "222222222222")
            expect(one, endedWith: 0)
            #expect(try one.json()["accounts"]?.list.compactMap { $0["id"]?.string } == ["222222222222"])
            #expect(one.complaints.isEmpty, "\(one.complaints)")
            try await estate.proxy.post(
                "/proxy/rules",
                [
                    ["kind": "denied", "account": "333333333333"], ["kind": "throttled", "account": "444444444444"],
                    ["kind": "garbage", "account": "555555555555"],
                ])
            let ended = try await estate.run(on: Day(6))
            expect(ended, endedWith: 3)
            try await Self.expectUnknown(["333333333333", "444444444444", "555555555555"], ended, estate)
            #expect(try await estate.deactivations() == [try await estate.keyID(of: "ana")])
            #expect(try await estate.messages(to: "U0ANA").count == 2)
            for (name, person, account) in [
                ("bea", "U0BEA", "333333333333"), ("caro", "U0CARO", "444444444444"),
                ("dora", "U0DORA", "555555555555"),
            ] {
                #expect(try await estate.status(of: name, in: account) == "Active")
                #expect(try await estate.messages(to: person).count == 1)
            }

            try await estate.proxy.delete("/proxy/rules")
            try await estate.goodRun(on: Day(6, hour: 1))
            #expect(try await estate.deactivations().count == 4)
            try await estate.verify()
        }
    }

    private static func expectUnknown(_ accounts: [String], _ ended: Ended, _ estate: Estate) async throws {
        let document = try ended.json()
        let unknown = document["accounts"]?.list.filter { $0["complete"] == false }.compactMap { $0["id"]?.string }
        #expect(unknown?.sorted() == accounts)
        #expect(document["exitReasons"]?.list.contains("accountUnknown") == true)
        let summary = try #require(
            try await estate.messages(in: Estate.channel, threads: false).last { $0.words.contains("Relevo is done") })
        for account in accounts {
            #expect(summary.words.contains(account), "the summary does not say \(account)")
            #expect(ended.complaints.contains(account), "standard error does not say \(account)")
        }
    }
}
