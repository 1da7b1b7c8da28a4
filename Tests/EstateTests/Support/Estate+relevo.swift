import Foundation
import LocalSlack
import Testing

extension Estate {
    /// Writes `relevo.yaml`. - Parameter more: further lines, after the others.
    func configure(
        mode: String = "enforce", accounts: String = "organization: true", externalID: String = "relevo-demo",
        token: String = "env:SLACK_BOT_TOKEN", api: String? = nil, more: String = ""
    ) throws {
        try folder.write(
            """
            accounts:
              \(accounts)
              external-id: \(externalID)
            mode: \(mode)
            slack:
              token: \(token)
              channel: \(Self.channel)
              api-url: \(api ?? slack.url + "/api/")
            teams: {payments: C0PAYMENTS}
            \(more)
            """, to: "relevo.yaml")
    }

    /// The environment of a `relevo` that knows only this estate.
    var environment: [String: String] {
        Programs.environment.merging([
            // Nothing may leave this machine, not even to ask for credentials.
            "AWS_EC2_METADATA_DISABLED": "true", "HOME": folder.path, "AWS_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": proxy.url,
            "AWS_ACCESS_KEY_ID": manifest["hub"]?["accessKeyId"]?.string ?? "",
            "AWS_SECRET_ACCESS_KEY": hubSecret, "SLACK_BOT_TOKEN": Self.token,
        ]) { $1 }
    }

    var hubSecret: String { manifest["hub"]?["secretAccessKey"]?.string ?? "" }

    /// Starts the built `relevo`; output goes to files called `name`.
    func start(_ arguments: [String], environment: [String: String] = [:], name: String = "relevo") throws
        -> ChildProcess
    {
        try ChildProcess(
            Programs.relevo, arguments, environment: self.environment.merging(environment) { $1 }, in: folder,
            name: name)
    }

    func relevo(_ arguments: String..., environment: [String: String] = [:]) async throws -> Ended {
        try await start(arguments, environment: environment).ended()
    }

    /// One run on a day of the story.
    func run(on day: Day, _ arguments: String...) async throws -> Ended {
        try await turn(to: day)
        return try await start(["run", "--on", day.text, "--format", "json"] + arguments).ended()
    }

    /// A command as somebody gives it right now.
    func now(_ arguments: String...) async throws -> Ended {
        try await turn(to: .present())
        return try await start(arguments).ended()
    }

    /// One run that must end with 0 and whose JSON is returned.
    @discardableResult
    func goodRun(on day: Day, _ location: SourceLocation = #_sourceLocation) async throws -> JSONValue {
        let ended = try await run(on: day)
        expect(ended, endedWith: 0, location)
        return try ended.json(location)
    }

    /// The ledger's events of one kind, as `relevo history` shows them; none while there is no ledger yet.
    func facts(_ kind: String) async throws -> [LedgerFact] {
        let ended = try await start(["history", "--format", "json"], name: "history").ended()
        guard ended.status == 0 else { return [] }
        return try ended.json()["events"]?.list.map(LedgerFact.init).filter { $0.kind == kind } ?? []
    }

    /// Checks that the ledger is whole.
    func verify(_ location: SourceLocation = #_sourceLocation) async throws {
        expect(try await start(["history", "--verify"], name: "verify").ended(), endedWith: 0, location)
    }
}
