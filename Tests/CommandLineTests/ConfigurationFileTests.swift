import AWS
import FoundationEssentials
import KeyPolicy
import Settings
import Testing

@testable import relevo

struct ConfigurationFileTests {
    @Test func `every setting of the example is read`() throws {
        let configuration = try load(Self.example)
        #expect(
            try configuration.accounts.source
                == .organization(include: [], exclude: [#require(AccountSelector("222222222222"))]))
        let account = try #require(AccountID(rawValue: "333333333333"))
        #expect(configuration.accounts.overrides[account]?.maxDeactivations == 3)
        #expect(configuration.policy.ladder == [76, 81, 86])
        #expect(configuration.policy.exemptions.count == 1)
        #expect(configuration.policy.hours?.days == [1, 2, 3, 4])
        #expect(configuration.policy.hours?.from == 540)
        #expect(configuration.slack?.token == .environment("SLACK_BOT_TOKEN"))
        #expect(configuration.slack?.channel.rawValue == "C0123456789")
        #expect(configuration.heartbeatURL == "https://hc.example.com/relevo")
    }

    @Test func `the same tree in YAML and in JSON is the same configuration`() throws {
        let json = #"""
            {"accounts": {"organization": true, "exclude": ["222222222222"], "own": "role", "audit-role": "RelevoAudit",
              "enforce-role": "RelevoEnforce", "external-id": "relevo-2026",
              "overrides": {"333333333333": {"mode": "notify", "channel": "C0333333333", "max-deactivations": 3}}},
             "mode": "notify",
             "policy": {"ladder": [76, 81, 86], "deactivate-at": 91, "notice-days": 5, "late-notice-days": 15,
               "promise-valid-days": 14, "machines": "notify", "untagged": "hold", "max-deactivations": 10, "max-percent": 20,
               "password-ladder": [76, 81, 86], "protected": ["arn:aws:iam::*:user/break-glass/*"],
               "exemptions": [{"key": "AKIAEXAMPLE000000001", "until": "2026-12-01", "reason": "vendor", "by": "Ana"}],
               "hours": {"zone": "UTC", "days": ["mon", "tue", "wed", "thu"], "from": "09:00", "to": "16:00",
                 "holidays": ["2026-12-25"]}},
             "slack": {"token": "env:SLACK_BOT_TOKEN", "channel": "C0123456789", "api-url": "https://slack.com/api/"},
             "teams": {"payments": "C0456789012"}, "language": "en",
             "help": {"url": "https://wiki.example.com/keys", "text": "Ask in the channel."},
             "heartbeat-url": "https://hc.example.com/relevo", "ledger": "sqlite:relevo.db"}
            """#
        #expect(try load(json, as: "relevo.json") == load(Self.example))
        #expect(try load(json, as: "relevo.yaml") == load(Self.example))
    }

    /// `relevo config show` prints these.
    @Test func `with every default filled in it is still the same configuration, in both notations`() throws {
        let filled = try SettingsTree(yaml: Array(Self.example.utf8), file: "relevo.yaml").filled()
        #expect(try load(filled.yaml) == load(Self.example))
        #expect(try load(filled.json, as: "relevo.json") == load(Self.example))
        let written = "teams: {y: C0456789012, '012': C0456789013, \"a\\tb\": C0456789014}\nhelp: {text: \"a\\n 'b'\"}"
        let tree = try SettingsTree(yaml: Array(written.utf8), file: "relevo.yaml")
        #expect(try SettingsTree(yaml: Array(tree.yaml.utf8), file: "relevo.yaml").json == tree.json)
    }

    @Test func `all faults are reported at once, with their places`() throws {
        let yaml = """
            mode: enfroce
            policy:
              ladder: [86, 81, 76]
            slack:
              channel: "#security"
              token: env:SLACK_BOT_TOKEN
            """
        try TemporaryDirectory.with { directory in
            try directory.write(yaml, to: "relevo.yaml")
            let path = "\(directory.path)/relevo.yaml"
            let file = try ConfigurationFile(option: path, environment: [:])
            let error = #expect(throws: SettingsError.self) { try file.load { _ in nil } }
            #expect(
                error?.description == """
                    \(path):1:7: mode must be report, notify or enforce, but is "enfroce"; did you mean enforce?
                    \(path):3:11: policy.ladder must be in ascending order without repeats, such as [76, 81, 86], \
                    but is [86, 81, 76].
                    \(path):5:12: slack.channel must be a channel's id, not its name, but is "#security"; in Slack, \
                    open the channel's details: the id is at the bottom, such as C0123456789.
                    """)
        }
    }

    @Test func `an empty file is refused`() {
        #expect(throws: SettingsError.self) { try load("# nothing yet\n") }
    }

    @Test func `the working directory comes before the home directory, and the option before both`() throws {
        try TemporaryDirectory.with { directory in
            let environment = ["XDG_CONFIG_HOME": "\(directory.path)/config", "HOME": "\(directory.path)/home"]
            func found(_ environment: [String: String]) throws -> String {
                try ConfigurationFile(option: nil, environment: environment, workingDirectory: directory.path).path
            }
            #expect(
                throws: SettingsError.missing(places: [
                    "\(directory.path)/relevo.yaml", "\(directory.path)/config/relevo/relevo.yaml",
                ])
            ) { try found(environment) }

            try directory.write("{}", to: "home/.config/relevo/relevo.yaml")
            #expect(try found(["HOME": "\(directory.path)/home"]).hasSuffix("/home/.config/relevo/relevo.yaml"))
            #expect(
                try found(["XDG_CONFIG_HOME": "config", "HOME": "\(directory.path)/home"]).hasSuffix(
                    "/home/.config/relevo/relevo.yaml"))
            try directory.write("{}", to: "config/relevo/relevo.yaml")
            #expect(try found(environment).hasSuffix("/config/relevo/relevo.yaml"))
            try directory.write("{}", to: "relevo.yaml")
            #expect(try found(environment) == "\(directory.path)/relevo.yaml")
            #expect(try ConfigurationFile(option: "other.yaml", environment: environment).path == "other.yaml")
        }
    }

    @Test func `if a named file is missing, no other file is tried`() throws {
        let file = try ConfigurationFile(option: "/nowhere/relevo.yaml", environment: [:])
        let error = #expect(throws: SettingsError.self) { try file.load { _ in nil } }
        #expect(
            error?.description
                == "The configuration file /nowhere/relevo.yaml can't be read: there is no such file. Check the path "
                + "and its permissions, or name another with --config."
        )
    }

    @Test func `relative paths start from the file's directory`() throws {
        try TemporaryDirectory.with { directory in
            try directory.write("ledger: sqlite:data/relevo.db\n", to: "relevo.yaml")
            let file = try ConfigurationFile(option: "\(directory.path)/relevo.yaml", environment: [:])
            #expect(try file.load { _ in nil }.ledger == .sqlite(path: "\(directory.path)/data/relevo.db"))
        }
    }

    @Test func `a tilde is the home directory, without HOME too`() throws {
        try TemporaryDirectory.with { directory in
            let users = UserPaths([:]) { $0 == nil ? directory.path : nil }
            try directory.write("ledger: sqlite:~/data/relevo.db\n", to: ".config/relevo/relevo.yaml")
            let found = try ConfigurationFile(
                option: nil, environment: [:], workingDirectory: "/nowhere", users: users)
            #expect(found.path == "\(directory.path)/.config/relevo/relevo.yaml")
            let named = try ConfigurationFile(
                option: "~/.config/relevo/relevo.yaml", environment: [:], users: users)
            #expect(named.path == found.path)
            #expect(try named.load { _ in nil }.ledger == .sqlite(path: "\(directory.path)/data/relevo.db"))
        }
    }

    @Test(arguments: ["relevo.yaml", "relevo.json"])
    func `the file may begin with a byte order mark`(name: String) throws {
        try TemporaryDirectory.with { directory in
            try directory.write("\u{FEFF}{\"mode\": \"report\"}", to: name)
            let file = try ConfigurationFile(option: "\(directory.path)/\(name)", environment: [:])
            #expect(try file.load { _ in nil }.mode == .report)
            try directory.write("\u{FEFF}{\"mode\": \"x\"}", to: name)
            let error = #expect(throws: SettingsError.self) { try file.load { _ in nil } }
            #expect(error?.description.contains("\(name):1:10: mode must be") == true, "\(error?.description ?? "-")")
        }
    }

    /// The paths in these are the same, so that files in two directories can be compared.
    private func load(_ text: String, as name: String = "relevo.yaml") throws -> Configuration {
        let bytes = Array(text.utf8)
        let tree =
            name.hasSuffix(".json")
            ? try SettingsTree(json: bytes, file: name) : try SettingsTree(yaml: bytes, file: name)
        return try Configuration(tree) { $0 == "UTC" ? .utc : nil }
    }

    private static let example = """
        accounts:
          organization: true              # discover through Organizations
          exclude: ["222222222222"]
          own: role
          audit-role: RelevoAudit
          enforce-role: RelevoEnforce
          external-id: relevo-2026
          overrides: {"333333333333": {mode: notify, channel: C0333333333, max-deactivations: 3}}
        mode: notify
        policy:
          ladder: [76, 81, 86]
          deactivate-at: 91
          notice-days: 5
          late-notice-days: 15
          promise-valid-days: 14
          machines: notify
          untagged: hold
          max-deactivations: 10
          max-percent: 20
          password-ladder: [76, 81, 86]
          protected: ["arn:aws:iam::*:user/break-glass/*"]
          exemptions: [{key: AKIAEXAMPLE000000001, until: 2026-12-01, reason: vendor, by: Ana}]
          hours: {zone: UTC, days: [mon, tue, wed, thu], from: "09:00", to: "16:00", holidays: ["2026-12-25"]}
        slack:
          token: env:SLACK_BOT_TOKEN
          channel: C0123456789
          api-url: https://slack.com/api/
        teams: {payments: C0456789012}
        language: en
        help: {url: https://wiki.example.com/keys, text: Ask in the channel.}
        heartbeat-url: https://hc.example.com/relevo
        ledger: sqlite:relevo.db
        """
}
