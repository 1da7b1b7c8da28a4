import LocalSlack
import Testing

/// What a run does when it is refused: with signatures, permissions and trust really checked.
struct RefusedRunTests {
    /// An estate in which ana's key is due on day 6.
    private static func due(_ body: @Sendable @escaping (Estate) async throws -> Void) async throws {
        try await Estate.with(
            checksPermissions: true, people: [Person.engineer("ana", "U0ANA", age: 85)]
        ) { estate in
            try await estate.goodRun(on: Day(0))
            try await body(estate)
            #expect(try await estate.deactivations().isEmpty)
            #expect(try await estate.status(of: "ana") == "Active")
            #expect(try await estate.facts("deactivationIntended").allSatisfy { $0.run.isEmpty })
        }
    }

    private static func expectSilence(
        _ ended: Ended, _ messages: Int, _ estate: Estate, _ location: SourceLocation = #_sourceLocation
    ) async throws {
        #expect(try await estate.messages().count == messages, sourceLocation: location)
        let lines = ended.complaints.split(separator: "\n")
        #expect(lines.count == 1, "\(ended.complaints)", sourceLocation: location)
        #expect(lines.first?.hasPrefix("relevo: ") == true, sourceLocation: location)
        #expect(ended.output.isEmpty, sourceLocation: location)
    }

    @Test(.timeLimit(.minutes(20)))
    func `a refused Slack token ends the run with 1, nothing sent and nothing deactivated`() async throws {
        try await Self.due { estate in
            let before = try await estate.messages().count
            try await estate.slack.post("/control/token", ["revoked": true])
            let ended = try await estate.run(on: Day(6))
            expect(ended, endedWith: 1)
            try await Self.expectSilence(ended, before, estate)
            #expect(ended.complaints.contains("Slack"))
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `an open security channel ends the run with 1, unless the setting allows it or nobody may ask who reads it`()
        async throws
    {
        try await Self.due { estate in
            let before = try await estate.messages().count
            for flags in [["private": false], ["private": true, "extShared": true]] as [JSONValue] {
                try await estate.slack.post("/control/channel", Self.security(flags))
                let ended = try await estate.run(on: Day(6))
                expect(ended, endedWith: 1)
                try await Self.expectSilence(ended, before, estate)
                #expect(ended.complaints.contains("C0SECURITY (#security)"), "\(ended.complaints)")
                #expect(ended.complaints.contains("slack.channel-may-be-public: true"))
            }
            let closed = try estate.folder.text("relevo.yaml")
            try estate.folder.write(
                closed.replacing("slack:\n", with: "slack:\n  channel-may-be-public: true\n"), to: "relevo.yaml")
            expect(try await estate.run(on: Day(1)), endedWith: 0)
            let allowed = try await estate.messages().count
            #expect(allowed > before)
            try estate.folder.write(closed, to: "relevo.yaml")
            // Where nobody may ask, the run continues.
            let silent = ["chat:write", "im:write", "users:read", "im:history", "channels:history", "groups:history"]
            try await estate.slack.post("/control/token", ["scopes": .array(silent.map { .string($0) })])
            expect(try await estate.run(on: Day(2)), endedWith: 0)
            #expect(try await estate.messages().count > allowed)
        }
    }

    private static func security(_ flags: JSONValue) -> JSONValue {
        guard case .object(let flags) = flags else { return .null }
        return .object(flags.merging(["id": "C0SECURITY", "name": "security"]) { $1 })
    }

    @Test(.timeLimit(.minutes(20)))
    func `a token refused in the middle of a run ends it with 1, and nothing is deactivated`() async throws {
        try await Self.due { estate in
            try await estate.slack.post("/control/fault", ["method": "chat.postMessage", "error": "token_revoked"])
            let ended = try await estate.run(on: Day(6))
            expect(ended, endedWith: 1)
            #expect(ended.complaints.contains("Slack"))
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `without Slack nothing is deactivated, and that is reported`() async throws {
        try await Self.due { estate in
            try estate.configure(api: "http://127.0.0.1:9/api/")
            let ended = try await estate.run(on: Day(6))
            expect(ended, endedWith: 3)
            #expect(ended.complaints.contains("Nothing was deactivated"), "\(ended.complaints)")
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `a wrong AWS secret ends the run with 1 and one sentence`() async throws {
        try await Self.due { estate in
            let before = try await estate.messages().count
            try await estate.turn(to: Day(6))
            let ended = try await estate.relevo(
                "run", "--on", Day(6).text, environment: ["AWS_SECRET_ACCESS_KEY": "wrongwrongwrongwrongwrong"])
            expect(ended, endedWith: 1)
            try await Self.expectSilence(ended, before, estate)
            #expect(!ended.complaints.contains("wrongwrong"))
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `without AWS credentials the run ends with 1 and one sentence`() async throws {
        try await Self.due { estate in
            let before = try await estate.messages().count
            let ended = try await estate.relevo(
                "run", "--on", Day(6).text, environment: ["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""])
            expect(ended, endedWith: 1)
            try await Self.expectSilence(ended, before, estate)
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `with a wrong external id every account is unknown, and the status is 3`() async throws {
        try await Self.due { estate in
            try estate.configure(externalID: "somebody-elses")
            let ended = try await estate.run(on: Day(6))
            expect(ended, endedWith: 3)
            let accounts = try ended.json()["accounts"]?.list ?? []
            #expect(accounts.count == 2)
            #expect(accounts.allSatisfy { $0["complete"] == false && $0["error"]?.string?.isEmpty == false })
        }
    }
}
