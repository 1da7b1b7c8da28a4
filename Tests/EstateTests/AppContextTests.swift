import Foundation
import LocalSlack
import Testing

/// Refusals of the command line, with a sentence and the contract's status.
struct AppContextTests {
    /// Runs `relevo` in a folder with this configuration and no servers at all.
    private static func relevo(
        _ arguments: [String], configuration: String? = nil, environment: [String: String] = [:],
        prepare: (Folder) throws -> Void = { _ in }, then: @Sendable (Ended, Folder) throws -> Void
    ) async throws {
        try await Folder.with { folder in
            if let configuration { try folder.write(configuration, to: "relevo.yaml") }
            try prepare(folder)
            let own = [
                "AWS_EC2_METADATA_DISABLED": "true", "HOME": folder.path, "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
                "AWS_REGION": "us-east-1",
            ]
            let process = try ChildProcess(
                Programs.relevo, arguments,
                environment: Programs.environment.merging(own) { $1 }.merging(environment) { $1 }, in: folder,
                name: "relevo")
            try then(try await process.ended(), folder)
        }
    }

    private static let plain = """
        accounts: {list: [{id: "222222222222", name: shop}]}
        slack: {token: env:SLACK_BOT_TOKEN, channel: C0SECURITY, api-url: "http://127.0.0.1:9/api/"}

        """

    struct Refusal: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let arguments: [String]
        let configuration: String?
        let says: [String]

        init(_ name: String, _ arguments: [String], _ configuration: String?, _ says: String...) {
            testDescription = name
            self.arguments = arguments
            self.configuration = configuration
            self.says = says
        }
    }

    @Test(arguments: [
        Refusal("no configuration", ["scan"], nil, "relevo.yaml"),
        Refusal("an unknown key", ["scan"], plain + "mood: enforce\n", "relevo.yaml:3:1", "mood"),
        Refusal("a wrong type", ["scan"], plain + "mode: [enforce]\n", "relevo.yaml:3"),
        Refusal("no YAML", ["scan"], plain + "mode: {\n", "relevo.yaml:"),
        Refusal("a key given twice", ["scan"], plain + "mode: notify\nmode: report\n", "relevo.yaml:", "mode"),
        Refusal(
            "an impossible ladder", ["scan"], plain + "policy:\n  ladder: [76, 81, 88]\n", "relevo.yaml:4", "91"),
        Refusal(
            "a run without Slack", ["run"], "accounts: {list: [{id: \"222222222222\", name: shop}]}\n", "`slack`"),
        Refusal("an unknown command", ["runn"], plain, "runn"),
        Refusal("an unknown option", ["scan", "--fast"], plain, "--fast"),
        Refusal("no date", ["plan", "--on", "yesterday"], plain, "yesterday"),
        Refusal("no account id", ["scan", "--account", "12"], plain, "12"),
        Refusal("a root without --verify", ["history", "--root", "00"], plain, "--verify"),
    ])
    func `wrong usage and wrong configuration end with 64`(_ refusal: Refusal) async throws {
        try await Self.relevo(refusal.arguments, configuration: refusal.configuration) { ended, folder in
            expect(ended, endedWith: 64)
            for words in refusal.says { #expect(ended.complaints.contains(words), "\(ended.complaints)") }
            #expect(ended.output.isEmpty)
            #expect(!folder.exists("relevo.db"))
        }
    }

    @Test(arguments: ["scan", "plan", "run", "history"])
    func `a file that isn't a ledger is left as it is`(_ command: String) async throws {
        try await Self.onEstate { estate in
            let letter = String(repeating: "Dear diary, this is not a database. ", count: 200)
            try estate.folder.write(letter, to: "relevo.db")
            let ended = try await estate.relevo(command)
            expect(ended, endedWith: 1)
            #expect(ended.complaints.contains("is not a Relevo ledger"), "\(ended.complaints)")
            #expect(try estate.folder.text("relevo.db") == letter)
        }
    }

    @Test func `a ledger in a missing folder is reported`() async throws {
        try await Self.onEstate { estate in
            try estate.configure(more: "ledger: sqlite:nowhere/relevo.db")
            let ended = try await estate.relevo("run")
            expect(ended, endedWith: 1)
            #expect(ended.complaints.contains("nowhere/relevo.db"))
            #expect(ended.complaints.split(separator: "\n").count == 1)
        }
    }

    /// Root may write whatever permissions say, so these run as nobody; only root can do that.
    private static let canBeNobody =
        FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv") && getuid() == 0

    @Test(.enabled(if: canBeNobody), arguments: [true, false])
    func `with a ledger that can't be written a run reports that and does nothing, and a plan still works`(
        folderCanBeWritten: Bool
    ) async throws {
        try await Self.onEstate { estate in
            try await estate.goodRun(on: Day(0))
            let before = try await estate.messages().count
            try estate.takeAway(leavingFolder: folderCanBeWritten)
            let run = try await estate.asNobody("run", "--on", Day(1).text)
            expect(run, endedWith: 1)
            #expect(run.complaints.contains("can't be written"), "\(run.complaints)")
            #expect(try await estate.messages().count == before)
            let plan = try await estate.asNobody("plan", "--on", Day(1).text, "--format", "json")
            expect(plan, endedWith: 0)
            #expect(plan.complaints.contains("can't be written"), "\(plan.complaints)")
        }
    }

    struct Abroad: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var api: String?
        var environment: [String: String] = [:]
    }

    @Test(arguments: [
        Abroad(testDescription: "Slack", api: "https://slack.com/api/"),
        Abroad(testDescription: "one of AWS's services", environment: ["AWS_ENDPOINT_URL_IAM": "https://iam.example"]),
    ])
    func `a run whose clock is moved is refused when anything could leave this machine`(_ abroad: Abroad)
        async throws
    {
        try await Self.onEstate { estate in
            try estate.configure(api: abroad.api)
            let ended = try await estate.relevo("run", "--on", Day(0).text, environment: abroad.environment)
            expect(ended, endedWith: 64)
            #expect(ended.complaints.contains("--on"))
            #expect(try await estate.messages().isEmpty)
            #expect(!estate.folder.exists("relevo.db"))
        }
    }

    @Test func `away from terminals there are no colours and no progress`() async throws {
        try await Self.onEstate { estate in
            try await estate.turn(to: Day(0))
            let ended = try await estate.relevo("run", "--on", Day(0).text, environment: ["TERM": "xterm-256color"])
            expect(ended, endedWith: 0)
            #expect(
                ended.complaints.trimmingCharacters(in: .newlines)
                    == "relevo: The ledger relevo.db is new: it has no record of any message.")
            #expect(ended.output.contains("read completely"))
            #expect(!ended.output.contains("\u{1B}"))
        }
    }

    private static func onEstate(_ body: @Sendable @escaping (Estate) async throws -> Void) async throws {
        try await Estate.with(accounts: 1, body)
    }
}

extension Estate {
    /// Lets other users read everything and write nothing, new files in the folder at the most.
    func takeAway(leavingFolder: Bool) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder.file(name))
        }
        try FileManager.default.setAttributes(
            [.posixPermissions: leavingFolder ? 0o777 : 0o755], ofItemAtPath: folder.path)
    }

    /// As a user who owns nothing; root may write whatever permissions say.
    func asNobody(_ arguments: String...) async throws -> Ended {
        try await ChildProcess(
            "/usr/bin/setpriv",
            ["--reuid=65534", "--regid=65534", "--clear-groups", Programs.relevo] + arguments,
            environment: environment, in: folder, name: "nobody"
        ).ended()
    }
}
