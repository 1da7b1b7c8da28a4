import FoundationEssentials
import KeyPolicy
import Settings
import Testing

@testable import Doctor
@testable import relevo

/// The files of `relevo init`, read back as their users read them.
struct SetupTests {
    private static func answers(
        accounts: SetupAnswers.Accounts = .organization, protected: [String] = ["/break-glass/"],
        partition: String = "aws", keys: Int = 500
    ) throws -> SetupAnswers {
        SetupAnswers(
            accounts: accounts, hubAccount: try Sample.id("111111111111"),
            hubPrincipal: "arn:\(partition):iam::111111111111:root", externalID: "relevo-1f6b",
            channel: try Sample.id("C0SECURITY"),
            protectedPaths: protected, mode: .notify, keys: keys, partition: partition)
    }

    private static func text(_ path: String, _ answers: SetupAnswers) throws -> String {
        try #require(try Setup(answers: answers).files().first { $0.path == path }).text
    }

    private static func configuration(_ answers: SetupAnswers) throws -> Configuration {
        try TemporaryDirectory.with { directory in
            try directory.write(try text("relevo.yaml", answers), to: "relevo.yaml")
            return try ConfigurationFile(option: "\(directory.path)/relevo.yaml", environment: [:]).load { _ in nil }
        }
    }

    @Test func `relevo.yaml is valid and has the answers`() throws {
        let configuration = try Self.configuration(Self.answers())
        #expect(configuration.accounts.source == .organization(include: [], exclude: []))
        #expect(configuration.accounts.externalID == "relevo-1f6b")
        #expect(configuration.accounts.auditRole == RolePolicies.audit)
        #expect(configuration.accounts.enforceRole == RolePolicies.enforce)
        #expect(configuration.mode == .notify)
        #expect(configuration.policy.maxDeactivations == 10)
        #expect(configuration.slack?.channel.rawValue == "C0SECURITY")
        #expect(configuration.slack?.token == .environment("SLACK_BOT_TOKEN"))
        #expect(configuration.policy.protected == [ARNPattern("arn:aws:iam::*:user/break-glass/*")])
    }

    @Test func `listed accounts with any names, and no protected users, are read too`() throws {
        let accounts = [
            Account(id: try Sample.id("111111111111"), name: #"se"cu\rity: #1"#),
            Account(id: try Sample.id("012345678901"), name: "012345678901"),
        ]
        let configuration = try Self.configuration(Self.answers(accounts: .list(accounts), protected: []))
        #expect(configuration.accounts.source == .list(accounts))
        #expect(configuration.policy.protected.isEmpty)
    }

    @Test func `it proposes the limit that the number of keys needs`() throws {
        #expect(try Self.configuration(Self.answers(keys: 3_200)).policy.maxDeactivations == 36)
    }

    @Test(arguments: [
        #"# hours: {zone: America/Lima"#, "# teams: {payments", "# help: {url",
        "# exclude: [",
    ])
    func `every commented setting is valid`(_ line: String) throws {
        let text = try Self.text("relevo.yaml", Self.answers())
        let comment = try #require(text.split(separator: "\n").first { $0.contains(line) })
        try TemporaryDirectory.with { directory in
            let uncommented = text.split(separator: "\n", omittingEmptySubsequences: false).map { row in
                row == comment ? String(row.prefix { $0 == " " } + row.drop { $0 == " " || $0 == "#" }) : String(row)
            }
            try directory.write(uncommented.joined(separator: "\n"), to: "relevo.yaml")
            _ = try ConfigurationFile(option: "\(directory.path)/relevo.yaml", environment: [:]).load { _ in .utc }
        }
    }

    @Test func `the manifest has exactly our scopes, and opens the messages tab`() throws {
        let manifest = PlainTree(
            try SettingsTree(yaml: Array(Self.text("slack-app-manifest.yaml", Self.answers()).utf8), file: "m"))
        #expect(manifest["oauth_config"]?["scopes"]?["bot"] == .list(SlackScopes.all.map { .text($0.name) }))
        #expect(manifest["features"]?["app_home"]?["messages_tab_enabled"] == .text("true"))
    }

    @Test(arguments: ["aws", "aws-us-gov"])
    func `the roles of the StackSet template have the policies of the JSON files`(_ partition: String) throws {
        let answers = try Self.answers(protected: ["/break-glass/", "/root-like/x/"], partition: partition)
        let template = PlainTree(try SettingsTree(yaml: Array(Self.text("stackset.yaml", answers).utf8), file: "t"))
        let values = [
            "AWS::Partition": partition, "HubPrincipal": answers.hubPrincipal, "ExternalId": answers.externalID,
        ]
        for (parameter, value) in values where parameter != "AWS::Partition" {
            #expect(template["Parameters"]?[parameter]?["Default"] == .text(value))
        }
        for role in [RolePolicies.audit, RolePolicies.enforce] {
            let properties = try #require(template["Resources"]?[role]?["Properties"]).resolved(values)
            let policy = PlainTree(
                try SettingsTree(json: Array(Self.text("policies/\(role).json", answers).utf8), file: "p"))
            let trust = PlainTree(
                try SettingsTree(json: Array(Self.text("policies/trust.json", answers).utf8), file: "p"))
            #expect(properties["RoleName"] == .text(role))
            #expect(properties["Policies"] == .list([.map(["PolicyName": .text(role), "PolicyDocument": policy])]))
            #expect(properties["AssumeRolePolicyDocument"] == trust)
        }
    }

    @Test func `the Terraform file names every action and every protected path`() throws {
        let answers = try Self.answers(protected: ["/break-glass/", "/root-like/x/"])
        let text = try Self.text("roles.tf", answers)
        for permission in Permission.audit + Permission.enforce { #expect(text.contains("\"\(permission.action)\"")) }
        for path in answers.protectedPaths { #expect(text.contains(":iam::*:user\(path)*\"")) }
        #expect(!text.contains("\"arn:aws:iam::*"))
    }

    @Test func `a list of accounts needs no permission of Organizations`() throws {
        let listed = try Self.answers(accounts: .list([Account(id: try Sample.id("111111111111"), name: "a")]))
        #expect(try !Self.text("policies/RelevoHub.json", listed).contains("organizations:"))
        #expect(try Self.text("policies/RelevoHub.json", Self.answers()).contains("organizations:ListAccounts\""))
    }

    @Test(arguments: Mode.allCases)
    func `the next steps begin with the mode that was written`(mode: Mode) throws {
        var answers = try Self.answers()
        answers.mode = mode
        let steps = Setup(answers: answers).nextSteps(folder: "./relevo-setup")
        #expect(steps.hasPrefix("The mode is \(mode.rawValue): a run "))
        #expect(steps.contains("Change `mode` in ./relevo-setup/relevo.yaml"))
        #expect(steps.split(separator: "\n").count == 4)
    }

    @Test func `no file is overwritten without --force`() throws {
        try TemporaryDirectory.with { directory in
            let folder = SetupFolder(path: "\(directory.path)/setup")
            let files = [
                Setup.File(path: "relevo.yaml", text: "new"), Setup.File(path: "policies/a.json", text: "new"),
            ]
            try directory.write("mine", to: "setup/policies/a.json")
            #expect(throws: InitError.exists(["\(directory.path)/setup/policies/a.json"])) {
                try folder.write(files, overwriting: false)
            }
            #expect(!FileManager.default.fileExists(atPath: "\(directory.path)/setup/relevo.yaml"))
            #expect(try String(contentsOfFile: "\(directory.path)/setup/policies/a.json", encoding: .utf8) == "mine")
            try folder.write(files, overwriting: true)
            #expect(try String(contentsOfFile: "\(directory.path)/setup/policies/a.json", encoding: .utf8) == "new")
        }
    }

    @Test func `the documentation explains every action and every scope`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "Docs/permissions.md"), encoding: .utf8)
        let permissions = Permission.audit + Permission.enforce + Permission.hubAccounts + Permission.hubUnits
        for name in permissions.map(\.action) + SlackScopes.all.map(\.name) {
            #expect(page.contains("`\(name)`"), "\(name)")
        }
    }
}

/// YAML or JSON without its positions.
indirect enum PlainTree: Equatable {
    case text(String)
    case list([PlainTree])
    case map([String: PlainTree])

    init(_ tree: SettingsTree) {
        switch tree.value {
        case .scalar(let text, _): self = .text(text)
        case .list(let items): self = .list(items.map(PlainTree.init))
        case .map(let entries): self = .map(Dictionary(entries.map { ($0.key, PlainTree($0.value)) }) { $1 })
        }
    }

    subscript(_ key: String) -> PlainTree? {
        if case .map(let entries) = self { entries[key] } else { nil }
    }

    /// With CloudFormation's `Ref` and `Fn::Sub` resolved.
    func resolved(_ values: [String: String]) -> PlainTree {
        switch self {
        case .text: return self
        case .list(let items): return .list(items.map { $0.resolved(values) })
        case .map(let entries):
            if case .text(let name)? = entries["Ref"], let value = values[name] { return .text(value) }
            if case .text(let text)? = entries["Fn::Sub"] {
                let partition = "${AWS::Partition}"
                let parts = text.split(separator: partition, omittingEmptySubsequences: false)
                return .text(parts.joined(separator: values["AWS::Partition"] ?? ""))
            }
            return .map(entries.mapValues { $0.resolved(values) })
        }
    }
}
