import Foundation
import LocalSlack
import Testing

/// Somebody interferes with one key, with the real programs and permissions: a restore, an offer, a decoy, a stop.
struct InterventionTests {
    @Test(.timeLimit(.minutes(20)))
    func `restored, a key is active until its end, with a reminder, and is deactivated in the first run after it`()
        async throws
    {
        let start = Day.present()
        let people = [Person.engineer("ana", "U0ANA", age: 92, on: start)]
        try await Estate.with(checksPermissions: true, people: people) { estate in
            try await estate.goodRun(on: start.later(hours: -6 * 24))
            let key = try await estate.keyID(of: "ana")
            try await Self.expectNothingToRestore(key, estate)
            try await estate.goodRun(on: start.later(hours: -24 + 0.5))
            #expect(try await estate.status(of: "ana") == "Inactive")

            let ended = try await estate.now("restore", key, "--for", "24h", "--reason", "billing export, OPS-123")
            expect(ended, endedWith: 0)
            #expect(try await estate.status(of: "ana") == "Active")
            let line = "\(masked(key)) of ana in 222222222222 is active until "
            #expect(ended.output.hasPrefix(line), "\(ended.output)")
            #expect(
                ended.output.hasSuffix(
                    "; the first run after that deactivates it again, if the gate permits it then.\n"),
                "\(ended.output)")
            #expect(ended.complaints.isEmpty, "\(ended.complaints)")
            let told = try await estate.messages(to: "U0ANA")
            #expect(told.count == 3)
            #expect(told.last?.words.contains("Your AWS access key is active again for a while") == true)
            #expect(told.last?.words.contains("“billing export, OPS-123”") == true)
            #expect(try await Self.inChannel("Activated again until", threads: false, estate) == 1)
            let again = try await estate.now("restore", key, "--for", "24h", "--reason", "once more")
            expect(again, endedWith: 0)
            #expect(again.output.hasPrefix("\(masked(key)) is active already, by a restore until "), "\(again.output)")

            try await estate.goodRun(on: start.later(hours: 19))
            #expect(try await estate.messages(to: "U0ANA").count == 3, "too early for a reminder")
            for hours in [21.0, 22] { try await estate.goodRun(on: start.later(hours: hours)) }
            let reminded = try await estate.messages(to: "U0ANA")
            #expect(reminded.count == 4, "one reminder")
            #expect(reminded.last?.words.contains("is deactivated soon") == true)
            #expect(try await estate.status(of: "ana") == "Active")

            try await estate.goodRun(on: start.later(hours: 25))
            #expect(try await estate.status(of: "ana") == "Inactive")
            #expect(try await estate.deactivations() == [key, key])
            #expect(try await estate.messages(to: "U0ANA").last?.words.contains("was deactivated on") == true)
            #expect(try await estate.facts("reactivated").isEmpty, "nobody else switched it on")
            try await estate.verify()
        }
    }

    private static func expectNothingToRestore(_ key: String, _ estate: Estate) async throws {
        let ended = try await estate.relevo("restore", key, "--for", "1h", "--reason", "why")
        expect(ended, endedWith: 1)
        #expect(
            ended.complaints == """
                relevo: \(masked(key)) was not deactivated by Relevo, or it was activated again since then: there is nothing \
                to restore. Nothing was done. `relevo history \(key)` shows what happened.

                """)
        let unknown = try await estate.relevo("restore", "AKIAIOSFODNN7EXAMPLE", "--for", "1h", "--reason", "why")
        expect(unknown, endedWith: 64)
        #expect(
            unknown.complaints == """
                relevo: The inventory has no key AKIA…MPLE. Nothing was done. Check the id, or run `relevo scan` first.

                """)
    }

    @Test(.timeLimit(.minutes(20)))
    func `an unused key is offered once to its owner, and nothing deactivates it early`() async throws {
        let start = Day.present()
        let people = [Person.engineer("ana", "U0ANA", age: 50, on: start)]
        try await Estate.with(checksPermissions: true, people: people) { estate in
            let old = try await estate.keyID(of: "ana")
            _ = try await Self.addKey(to: "ana", madeOn: start.before(days: 20), usedOn: start, estate)
            try await Self.use(old, on: start.before(days: 9), estate)
            expect(try await estate.now("scan"), endedWith: 0)

            try await estate.turn(to: .present())
            for _ in 1...2 { expect(try await estate.relevo("run"), endedWith: 0) }
            let offered = try await estate.messages(to: "U0ANA")
            #expect(offered.count == 1)
            #expect(offered.first?.words.contains("An old key is unused: deactivate it early?") == true)
            #expect(try await Self.inChannel("Relevo deactivates no key early.", threads: true, estate) == 1)
            #expect(try await estate.deactivations().isEmpty)
            try await estate.verify()
        }
    }

    private static func addKey(
        to name: String, madeOn made: Day, usedOn used: Day, _ estate: Estate
    ) async throws -> String {
        let key = try await estate.aws.post(
            "/estate/keys",
            [
                "accountId": "222222222222", "userName": .string(name), "createdAt": .string(made.text),
                "lastUsed": ["at": .string(used.text), "service": "s3", "region": "us-east-1"],
            ])
        return try #require(key["accessKeyId"]?.string)
    }

    private static func use(_ key: String, on day: Day, _ estate: Estate) async throws {
        try await estate.aws.post(
            "/estate/keys",
            [
                "accountId": "222222222222", "accessKeyId": .string(key),
                "lastUsed": ["at": .string(day.text), "service": "s3", "region": "us-east-1"],
            ])
    }

    /// How many messages say that at the channel's top level, or in its threads; none may be elsewhere.
    private static func inChannel(_ words: String, threads: Bool, _ estate: Estate) async throws -> Int {
        let said = try await estate.messages(in: Estate.channel).filter { $0.words.contains(words) }
        #expect(said.allSatisfy { ($0.thread != nil) == threads }, "\(words)")
        return said.count
    }

    @Test(.timeLimit(.minutes(20)))
    func `a decoy's key: no notice, never touched, and an alarm in the channel for every use`() async throws {
        var decoy = Person(name: "backup-admin", tags: [:], age: 300)
        decoy.path = "/decoys/"
        try await Estate.with(people: [decoy]) { estate in
            try estate.configure(more: "policy: {decoys: [\"arn:aws:iam::*:user/decoys/*\"]}")
            let key = try await estate.keyID(of: "backup-admin")
            for day in [0, 1] { try await estate.goodRun(on: Day(day)) }
            #expect(try await Self.inChannel("decoy's key was used", threads: false, estate) == 0)

            try await Self.use(key, on: Day(1, hour: 5), estate)
            let run = try await estate.goodRun(on: Day(2))
            #expect(run["actions"]?.list.map { $0["kind"]?.string } == ["decoyUsed"])
            #expect(try await Self.inChannel("A decoy's key was used", threads: false, estate) == 1)
            #expect(try await Self.inChannel("s3 in us-east-1", threads: false, estate) == 1)
            try await estate.goodRun(on: Day(2, hour: 1))
            let told = try await Self.inChannel("A decoy's key was used", threads: false, estate)
            #expect(told == 1, "once for each use")
            try await Self.use(key, on: Day(3), estate)
            for day in [3, 40] { try await estate.goodRun(on: Day(day, hour: 2)) }
            #expect(try await Self.inChannel("A decoy's key was used", threads: false, estate) == 2)
            #expect(try await estate.status(of: "backup-admin") == "Active")
            #expect(try await estate.messages().allSatisfy { $0.channel == Estate.channel })
            #expect(try await estate.facts("noticeQueued").isEmpty)
            try await estate.verify()
        }
    }
}

/// A stop from a machine without a Slack token and without rights in AWS.
struct StopTests {
    @Test(.timeLimit(.minutes(20)))
    func `without a token and without rights a stop is recorded, and the next run reports it`() async throws {
        let start = Day.present()
        let people = [Person.engineer("ana", "U0ANA", age: 76, on: start)]
        try await Estate.with(checksPermissions: true, people: people) { estate in
            expect(try await estate.now("run"), endedWith: 0)
            let stop = ["stop", "--reason", "an outage", "--by", "Luis"]
            let ended = try await estate.start(
                stop, environment: ["SLACK_BOT_TOKEN": "", "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE"]
            ).ended()
            expect(ended, endedWith: 3)
            #expect(
                ended.output
                    == "Deactivations are stopped. Another person ends it with `relevo resume --reason … --by …`.\n")
            #expect(
                ended.complaints.contains("the next run sends the message: The environment variable SLACK_BOT_TOKEN"),
                "\(ended.complaints)")
            #expect(try await estate.facts("stopped").count == 1)

            expect(try await estate.now("run"), endedWith: 0)
            #expect(try await estate.messages().contains { $0.words.contains("an outage") })
            try await estate.verify()
        }
    }
}
