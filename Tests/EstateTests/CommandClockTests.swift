import LocalSlack
import Testing

/// The day on which a command acts, and a clock that AWS contradicts.
struct CommandClockTests {
    /// AWS's first answer, three days behind this machine.
    private static let behind: [String: JSONValue] = [
        "kind": "answer", "service": "sts", "action": "GetCallerIdentity", "status": 200, "dateOffsetSeconds": -259_300,
        "body": """
        <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>\
        <Arn>arn:aws:iam::111111111111:user/relevo</Arn><UserId>AIDAEXAMPLE0000000001</UserId>\
        <Account>111111111111</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>r-1</RequestId>\
        </ResponseMetadata></GetCallerIdentityResponse>
        """,
    ]

    @Test(.timeLimit(.minutes(20)))
    func `a clock days ahead writes nothing, and once it is right everything works`() async throws {
        let start = Day.present()
        try await Estate.with(people: [Person.engineer("ana", "U0ANA", age: 76, on: start)]) { estate in
            expect(try await estate.now("scan"), endedWith: 0)
            try await estate.proxy.post("/proxy/rules", .object(Self.behind))
            let exempt = ["exempt", "ana", "--until", "2099-01-01", "--reason", "why", "--by", "Luis"]
            for command in [["run"], exempt] {
                let ended = try await estate.start(command).ended()
                expect(ended, endedWith: 1)
                #expect(
                    ended.complaints.contains("This machine's clock is 3 days ahead of AWS's"), "\(ended.complaints)")
                #expect(ended.complaints.contains("Nothing was written and nothing was done."))
            }
            #expect(try await estate.messages().isEmpty)
            #expect(try await estate.facts("runStarted").isEmpty)
            #expect(try await estate.facts("exemptionGranted").isEmpty)

            try await estate.proxy.delete("/proxy/rules")
            expect(try await estate.now("run"), endedWith: 0)
            #expect(try await estate.messages(to: "U0ANA").count == 1)
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `commands act on the day of the story, and a day ends where the working hours are`() async throws {
        try await Estate.with(people: [Person.engineer("ana", "U0ANA", age: 85)]) { estate in
            try estate.configure(
                more: """
                    policy:
                      hours: {zone: UTC, days: [mon, tue, wed, thu, fri, sat, sun], from: "00:00", to: "24:00"}
                    """)
            try await estate.goodRun(on: Day(0))
            try await estate.goodRun(on: Day(6))
            let key = try await estate.keyID(of: "ana")
            #expect(try await estate.status(of: "ana") == "Inactive")
            try await estate.turn(to: Day(7))
            let restored = try await estate.relevo(
                "restore", key, "--for", "24h", "--reason", "export", "--on", Day(7).text)
            expect(restored, endedWith: 0)
            #expect(restored.output.contains("is active until 2026-03-09T12:00:0"), "\(restored.output)")
            let exempted = try await estate.relevo(
                "exempt", "ana", "--until", "2026-03-20", "--reason", "why", "--by", "Luis", "--on", Day(7).text)
            expect(exempted, endedWith: 0)
            #expect(exempted.output.contains("exempt until 2026-03-20."), "\(exempted.output)")
            let ended = try await estate.relevo(
                "exempt", "ana", "--end", "--reason", "why", "--by", "Luis", "--on", Day(7, hour: 1).text)
            expect(ended, endedWith: 0)
            try await estate.verify()
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `except on this machine, --on is refused by every command that acts`() async throws {
        try await Estate.with { estate in
            let on = ["--on", Day(0).text]
            let commands = [
                ["run"], ["restore", "AKIAIOSFODNN7EXAMPLE", "--for", "1h", "--reason", "why"],
                ["exempt", "ana", "--until", "2026-12-01", "--reason", "why", "--by", "Luis"],
                ["stop", "--reason", "why", "--by", "Luis"], ["resume", "--reason", "why", "--by", "Luis"],
            ]
            for command in commands {
                let ended = try await estate.start(
                    command + on, environment: ["AWS_ENDPOINT_URL": "https://aws.example.com"]
                ).ended()
                expect(ended, endedWith: 64)
                #expect(ended.complaints.contains("`--on` moves the clock that decides"), "\(ended.complaints)")
            }
        }
    }
}
