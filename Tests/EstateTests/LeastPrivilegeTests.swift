import LocalSlack
import Testing

/// The whole job with signatures, trust and policies judged as AWS judges them.
struct LeastPrivilegeTests {
    @Test(.timeLimit(.minutes(20)))
    func `exactly the published roles are enough from the first notice to the deactivation, and back`() async throws {
        // It ends today, when somebody restores a key.
        let first = Day.present(days: -16)
        let people = [
            Person.engineer("ana", "U0ANA", age: 76, on: first, in: "222222222222"),
            Person.engineer("bea", "U0BEA", age: 76, on: first, in: "111111111111"),
        ]
        try await Estate.with(checksPermissions: true, people: people) { estate in
            for day in [0, 5, 10, 15] { try await estate.goodRun(on: first.later(hours: Double(day) * 24)) }
            #expect(try await estate.status(of: "ana") == "Inactive")
            #expect(try await estate.status(of: "bea", in: "111111111111") == "Inactive")
            #expect(try await estate.messages(to: "U0ANA").count == 4)
            let key = try await estate.keyID(of: "bea", in: "111111111111")
            expect(try await estate.now("restore", key, "--for", "1h", "--reason", "an export"), endedWith: 0)
            #expect(try await estate.status(of: "bea", in: "111111111111") == "Active")
            let refused = try await estate.proxy.get("/proxy/counts")["statuses"]?["403"]
            #expect(refused == nil)
            for change in try await estate.changes() {
                let caller = change["caller"]
                #expect(caller?["sessionName"]?.string?.hasPrefix("relevo-") == true)
                #expect(caller?["arn"]?.string?.contains("RelevoEnforce") == true)
            }
            try await estate.verify()
        }
    }
}
