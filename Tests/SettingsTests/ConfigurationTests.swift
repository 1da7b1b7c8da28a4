import FoundationEssentials
import KeyPolicy
import Settings
import Testing

struct ConfigurationTests {
    @Test func `help and the first sentence of notices may differ by language`() throws {
        let configuration = try Configuration.checked(
            #"{"help": {"text": {"es": "Pregunta."}, "channel": "C0567890123"}, "#
                + #""messages": {"notice-intro": {"en": "Rotate by {deadline}: {days} days."}}}"#)
        #expect(configuration.help.text[.spanish] == "Pregunta.")
        #expect(configuration.help.text[.english] == nil)
        #expect(configuration.help.channel[.english]?.rawValue == "C0567890123")
        #expect(configuration.noticeIntro[.english] == "Rotate by {deadline}: {days} days.")
        #expect(configuration.noticeIntro[.spanish] == nil)
    }

    @Test func `a company may have a command of its own, and demand MFA`() throws {
        let configuration = try Configuration.checked(#"{"help": {"rotate": "relevo rotate", "mfa": true}}"#)
        #expect(configuration.help.rotate == "relevo rotate")
        #expect(configuration.help.mfa)
        #expect(try Configuration.checked(#"{"help": {"mfa": false}}"#).help == HelpSettings())
    }

    @Test func `an empty configuration has every default`() throws {
        let configuration = try Configuration.checked("{}")
        #expect(configuration == Configuration())
        #expect(configuration.mode == .notify)
        #expect(configuration.accounts.source == .ownOnly)
        #expect(configuration.accounts.own == .role)
        #expect(configuration.accounts.auditRole == "RelevoAudit")
        #expect(configuration.accounts.enforceRole == "RelevoEnforce")
        #expect(configuration.policy == Policy())
        #expect(configuration.slack == nil)
        #expect(configuration.language == .english)
        #expect(configuration.ledger == .sqlite(path: "relevo.db"))
    }

    @Test func `a whole configuration is read whole`() throws {
        let json = #"""
            {"accounts": {"organization": true, "include": ["ou-abcd-12345678", "333333333333"],
               "exclude": ["222222222222"], "own": "direct", "audit-role": "security/Audit", "enforce-role": "Enforce",
               "external-id": "relevo:1/a",
               "overrides": {"333333333333": {"mode": "notify", "channel": "C0333333333", "max-deactivations": 3}}},
             "mode": "enforce",
             "policy": {"ladder": [60, 70], "deactivate-at": 80, "notice-days": 7, "late-notice-days": 20,
               "promise-valid-days": 10, "machines": "enforce", "untagged": "engineer", "max-deactivations": 4,
               "max-percent": 5, "max-delay": 7, "password-ladder": [], "protected": ["arn:aws:iam::*:user/break-glass/*"],
               "exemptions": [
                 {"user": "arn:aws:iam::333333333333:user/ci/build", "until": "2026-12-01", "reason": "moving", "by": "Ana"},
                 {"key": "AKIAEXAMPLE000000001", "until": "2026-12-01T17:30:00-05:00", "reason": "vendor", "by": "Luis"}],
               "hours": {"zone": "America/Lima", "days": ["mon", "fri"], "from": "09:00", "to": "24:00",
                 "holidays": ["2026-12-25"]}},
             "slack": {"token": "ssm:/relevo/slack-token", "channel": "C0123456789", "channel-may-be-public": true, "earlier-apps": ["A0123456789"], "api-url": "http://127.0.0.1:8080/api"},
             "teams": {"payments": "G0456789012"}, "language": "es",
             "help": {"url": "https://wiki.example.com/keys", "text": "Ask in #security.\nWe answer."},
             "heartbeat-url": "https://hc.example.com/id", "ledger": "dynamodb:relevo-ledger"}
            """#
        let configuration = try Configuration.checked(json)

        let account = try #require(AccountID(rawValue: "333333333333"))
        let excluded = try #require(AccountSelector("222222222222"))
        let unit = AccountSelector.unit("ou-abcd-12345678")
        #expect(
            configuration.accounts.source == .organization(include: [unit, .account(account)], exclude: [excluded]))
        #expect(configuration.accounts.own == .direct)
        #expect(configuration.accounts.auditRole == "security/Audit")
        #expect(configuration.accounts.externalID == "relevo:1/a")
        #expect(configuration.mode(for: account) == .notify)
        #expect(try configuration.mode(for: #require(AccountID(rawValue: "444444444444"))) == .enforce)
        #expect(configuration.channel(for: account)?.rawValue == "C0333333333")
        #expect(configuration.brake.perAccount == [account: 3])
        #expect(configuration.brake.maxDeactivations == 4)

        let policy = configuration.policy
        #expect(policy.ladder == [60, 70])
        #expect(
            [policy.deactivateAt, policy.noticeDays, policy.lateNoticeDays, policy.promiseValidDays] == [80, 7, 20, 10])
        #expect(policy.enforcesMachines && policy.treatsUntaggedAsEngineers)
        #expect(policy.maxPercent == 5 && policy.maxDelay == 7)
        #expect(policy.passwordLadder.isEmpty)
        #expect(policy.protected == [ARNPattern("arn:aws:iam::*:user/break-glass/*")])
        #expect(policy.exemptions.map(\.approver) == ["Ana", "Luis"])
        #expect(
            policy.exemptions.map(\.until?.timeIntervalSince1970) == [1_796_187_600, 1_796_164_200],
            "a day ends at midnight in Lima")
        let hours = try #require(policy.hours)
        #expect(hours.zone == .lima)
        #expect(hours.days == [1, 5])
        #expect(hours.from == 540 && hours.to == 1_440)
        #expect(try hours.holidays == [#require(CivilDate("2026-12-25"))])

        #expect(configuration.slack?.token == .parameter("/relevo/slack-token"))
        #expect(configuration.slack?.apiURL == "http://127.0.0.1:8080/api/")
        #expect(configuration.slack?.channelMayBePublic == true)
        #expect(configuration.slack?.earlierApps == ["A0123456789"])
        #expect(configuration.teams["payments"]?.rawValue == "G0456789012")
        #expect(configuration.language == .spanish)
        #expect(configuration.help.text[.spanish] == "Ask in #security.\nWe answer.")
        #expect(configuration.heartbeatURL == "https://hc.example.com/id")
        #expect(configuration.ledger == .dynamoDB(table: "relevo-ledger"))
    }

    @Test func `a list names its accounts, or they are named by their ids`() throws {
        let configuration = try Configuration.checked(
            #"{"accounts": {"list": [{"id": "111111111111", "name": "payments"}, {"id": "012345678901"}]}}"#)
        guard case .list(let accounts) = configuration.accounts.source else {
            Issue.record("no list")
            return
        }
        #expect(accounts.map(\.name) == ["payments", "012345678901"])
    }

    @Test func `the last stage may end on the very day that leaves notice`() throws {
        let policy = try Configuration.checked(#"{"policy": {"ladder": [86], "notice-days": 5}}"#).policy
        #expect(policy.ladder == [86])
    }

    @Test(arguments: [
        ("env:SLACK_BOT_TOKEN", SecretReference.environment("SLACK_BOT_TOKEN")),
        ("file:/run/secrets/slack", .file(path: "/run/secrets/slack")),
        ("ssm:/relevo/token", .parameter("/relevo/token")),
        (
            "secretsmanager:relevo/slack#bot-token", .secret("relevo/slack", key: "bot-token")
        ),
        (
            "secretsmanager:arn:aws:secretsmanager:eu-west-1:111111111111:secret:slack-AbCdEf",
            .secret("arn:aws:secretsmanager:eu-west-1:111111111111:secret:slack-AbCdEf")
        ),
    ])
    func `a secret is named by where it is stored`(_ text: String, _ reference: SecretReference) {
        #expect(SecretReference(text) == reference)
    }

    @Test func `relative paths are resolved from the configuration's directory, others stay`() throws {
        var configuration = try Configuration.checked(
            #"{"slack": {"token": "file:token", "channel": "C0123456789"}, "ledger": "sqlite:data/relevo.db"}"#)
        let moved = configuration.withPaths(from: "/etc/relevo") { $0 }
        #expect(moved.ledger == .sqlite(path: "/etc/relevo/data/relevo.db"))
        #expect(moved.slack?.token == .file(path: "/etc/relevo/token"))
        #expect(moved.withPaths(from: "/elsewhere") { $0 } == moved)
        configuration.ledger = .dynamoDB(table: "relevo")
        #expect(configuration.withPaths(from: "/etc") { $0 }.ledger == .dynamoDB(table: "relevo"))
    }

    @Test func `a tilde is a home directory; one that is unknown stays, for the error`() throws {
        let configuration = try Configuration.checked(
            #"{"slack": {"token": "file:~/token", "channel": "C0123456789"}, "ledger": "sqlite:~gone/relevo.db"}"#)
        let moved = configuration.withPaths(from: "/etc") { $0 == "~/token" ? "/home/ana/token" : $0 }
        #expect(moved.slack?.token == .file(path: "/home/ana/token"))
        #expect(moved.ledger == .sqlite(path: "~gone/relevo.db"))
    }
}

extension Configuration {
    /// Checks a configuration in JSON, on a machine that has two time zones.
    static func checked(_ json: String) throws -> Configuration {
        let tree = try SettingsTree(json: Array(json.utf8), file: "relevo.json")
        return try Configuration(tree) { name in
            switch name {
            case "UTC": .utc
            case "America/Lima": .lima
            default: nil
            }
        }
    }
}

extension Zone {
    static let lima = Zone(
        name: "America/Lima", first: Transition(at: .distantPast, offset: -18_000, abbreviation: "-05"), transitions: []
    )
}

struct SettingsKeysTests {
    /// A key that is known and never read would be accepted and do nothing.
    @Test(arguments: SettingsKeys.all)
    func `a value of the wrong shape is refused under every key`(_ path: String) {
        let json = Self.configuration(with: #"{"nonsense": []}"#, at: path)
        let error = #expect(throws: SettingsError.self) { try Configuration.checked(json) }
        #expect(
            error?.description.contains("nonsense") == true || error?.description.contains("is a map") == true
                || error?.description.contains("not a map") == true)
    }

    @Test func `the reference page lists exactly the keys that are accepted`() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Docs/configuration.md")
        let text = try String(decoding: Data(contentsOf: page), as: UTF8.self)
        let listed = text.split(separator: "\n").filter { $0.hasPrefix("| `") }.compactMap { row in
            row.split(separator: "`", maxSplits: 2, omittingEmptySubsequences: false).dropFirst().first.map(String.init)
        }
        #expect(Set(listed) == Set(SettingsKeys.all))
        #expect(listed.count == SettingsKeys.all.count)
    }

    private static func configuration(with value: String, at path: String) -> String {
        path.split(separator: ".").reversed().reduce(value) { inside, step in
            let key = step == "<account>" ? "333333333333" : step == "<team>" ? "payments" : String(step)
            return key.hasSuffix("[]") ? "{\"\(key.dropLast(2))\": [\(inside)]}" : "{\"\(key)\": \(inside)}"
        }
    }
}
