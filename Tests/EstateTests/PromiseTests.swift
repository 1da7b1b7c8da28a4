import LocalSlack
import Testing

/// The promise where it is least obvious: late keys, a mode that changes, keys that come back.
struct PromiseTests {
    @Test(.timeLimit(.minutes(20)))
    func `a key first seen at 200 days gets its whole ladder, shifted, before it is deactivated`() async throws {
        try await Estate.with(people: [Person.engineer("ana", "U0ANA", age: 200)]) { estate in
            for day in [0, 4, 5, 9, 10, 14] {
                try await estate.goodRun(on: Day(day))
                #expect(try await estate.status(of: "ana") == "Active", "on day \(day)")
            }
            let key = try await estate.keyID(of: "ana")
            let deadlines = try await estate.facts("noticeQueued").filter { $0.key == key }
                .compactMap { $0.body["notice"]?["deadline"]?.string }
            #expect(deadlines == Array(repeating: "2026-03-16T12:00:00.000Z", count: 3), "fifteen days on")
            #expect(try await estate.messages(to: "U0ANA").count == 3)
            try await estate.goodRun(on: Day(15))
            #expect(try await estate.status(of: "ana") == "Inactive")
            #expect(try await estate.messages(to: "U0ANA").count == 4)
            try await estate.verify()
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `notices of mode notify arm nothing: from enforce on there are five days`() async throws {
        try await Estate.with(people: [Person.engineer("ana", "U0ANA", age: 76)]) { estate in
            try estate.configure(mode: "notify")
            for age in [76, 81, 86] { try await estate.goodRun(on: Day(age - 76)) }
            #expect(try await estate.messages(to: "U0ANA").allSatisfy { $0.words.contains("This is only information") })
            try estate.configure(mode: "enforce")
            for age in [90, 91, 94] {
                try await estate.goodRun(on: Day(age - 76))
                #expect(try await estate.status(of: "ana") == "Active", "at \(age) days")
            }
            try await estate.goodRun(on: Day(19))
            #expect(try await estate.status(of: "ana") == "Inactive")
            try await estate.verify()
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `activated again by somebody, a key stays active until a new round is complete`() async throws {
        try await Estate.with(people: [Person.engineer("ana", "U0ANA", age: 85)]) { estate in
            try await estate.goodRun(on: Day(0))
            try await estate.goodRun(on: Day(6))
            let key = try await estate.keyID(of: "ana")
            try await estate.aws.post(
                "/estate/keys",
                ["accountId": "222222222222", "accessKeyId": .string(key), "status": "Active", "by": "ops.night"])
            for day in [7, 8, 11] {
                try await estate.goodRun(on: Day(day))
                #expect(try await estate.status(of: "ana") == "Active", "on day \(day)")
            }
            #expect(try await estate.facts("reactivated").count == 1)
            try await estate.goodRun(on: Day(12))
            #expect(try await estate.deactivations() == [key, key])
            let notices = try await estate.facts("noticeDelivered").filter { $0.key == key }
            #expect(notices.count == 2)
            try await estate.verify()
        }
    }
}
