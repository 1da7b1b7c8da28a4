import LocalSlack
import Testing

/// What the configuration names, on a local AWS: paths with special characters, patterns that match nobody, accounts that are
/// no longer watched.
struct SelectorEstateTests {
    @Test(.timeLimit(.minutes(20)))
    func `a user whose path holds wildcards is deactivated on the day, and a session for it can't touch another`()
        async throws
    {
        var star = Person.engineer("ana", "U0ANA", age: 76)
        star.path = "/*/${aws:username}?/"
        var other = Person.engineer("bea", "U0BEA", age: 10)
        other.path = "/x/"
        try await Estate.with(checksPermissions: true, people: [star, other]) { estate in
            for day in [0, 5, 10, 15] { try await estate.goodRun(on: Day(day)) }
            #expect(try await estate.status(of: "ana") == "Inactive")
            #expect(try await estate.status(of: "bea") == "Active")
            let refused = try await estate.proxy.get("/proxy/counts")["statuses"]?["403"]
            #expect(refused == nil)
            try await estate.verify()
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `a pattern without the path, and an account that isn't there, are named by doctor, plan and run`() async throws
    {
        var glass = Person.engineer("break-glass", "U0ANA", age: 10)
        glass.path = "/admins/"
        let machine = Person(name: "ci", tags: ["type": "machine", "team": "payments"], age: 20)
        try await Estate.with(people: [glass, machine]) { estate in
            try estate.configure(
                accounts: "organization: true\n  exclude: [\"222222222223\", ou-abcd-12345678]",
                more: "policy: {protected: [\"arn:aws:iam::222222222222:user/break-glass\"]}")
            let protected =
                "there is no user that matches arn:aws:iam::222222222222:user/break-glass, so this entry does nothing. The "
                + "nearest is arn:aws:iam::222222222222:user/admins/break-glass."
            let account =
                "there is no account 222222222223 in the organization, so this entry does nothing. The nearest is "
                + "222222222222."
            let unit = "there is no unit ou-abcd-12345678 in the organization"
            let run = try await estate.run(on: Day(0))
            expect(run, endedWith: 3)
            let problems = try run.json()["problems"]?.list.compactMap(\.string) ?? []
            #expect(problems.count == 3, "\(problems)")
            for sentence in ["policy.protected: \(protected)", "accounts.exclude: \(account)", unit] {
                #expect(problems.contains { $0.contains(sentence) }, "\(problems)")
            }
            let posted = try await estate.messages(in: Estate.channel, threads: false).last
            #expect(posted?.words.contains("`policy.protected`: an entry matches nothing") == true)
            #expect(posted?.words.contains("break-glass") == false, "a channel doesn't show who is protected")
            let plan = try await estate.relevo("plan", "--on", Day(0).text)
            expect(plan, endedWith: 3)
            #expect(plan.complaints.contains(protected))
            let doctor = try await estate.relevo("doctor", "--format", "json")
            let bad = try doctor.json()["checks"]?.list.filter { $0["ok"]?.bool == false } ?? []
            // The doctor goes by the real clock, so it can't find the run's summary and doubts the ledger.
            let ids = bad.compactMap { $0["id"]?.string }.sorted()
            #expect(ids == ["ledger-age", "selector", "selector", "selector"], "\(bad)")
            #expect(doctor.status == 3)
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `an account that the configuration leaves out has not left the organization`() async throws {
        try await Estate.with(accounts: 3, people: [Person.engineer("ana", "U0ANA", age: 76)]) { estate in
            try await estate.goodRun(on: Day(0))
            try estate.configure(accounts: "organization: true\n  exclude: [\"222222222222\"]")
            try await estate.goodRun(on: Day(1))
            try await estate.goodRun(on: Day(2))
            let told = try await estate.messages(in: Estate.channel, threads: true)
                .filter { $0.words.contains("no longer watched") }
            #expect(told.count == 1)
            #expect(told.first?.words.contains("the configuration leaves it out") == true)
            #expect(try await estate.facts("accountLeft").count == 1)
        }
    }
}
