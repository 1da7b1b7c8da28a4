import KeyPolicy
import Settings
import Testing

/// A configuration with every default, as `relevo config show` prints it.
struct FilledTreeTests {
    private static let whole = #"""
        {"teams": {"payments": "G0456789012", "3": "C0456789012", "yes": "C0456789013", "a: b": "C0456789014"},
         "accounts": {"overrides": {"333333333333": {"mode": "notify", "max-deactivations": 3}},
           "list": [{"id": "333333333333", "name": "pay \"roll\" \\ co"}, {"id": "044444444444"}]},
         "mode": "enforce", "language": "es",
         "policy": {"ladder": [60, 70], "deactivate-at": 80, "machines": "enforce", "untagged": "engineer",
           "exemptions": [
             {"user": "arn:aws:iam::333333333333:user/ci/build", "until": "2026-12-01", "reason": "a: b # c", "by": "Ana"},
             {"key": "AKIAEXAMPLE000000001", "until": "2026-12-01T17:30:00-05:00", "reason": "vendor", "by": "Ñusta"}],
           "hours": {"zone": "UTC", "days": ["mon", "fri"], "from": "09:00", "to": "24:00", "holidays": ["2026-12-25"]}},
         "slack": {"token": "file:/run/secrets/relevo", "channel": "C0123456789", "earlier-apps": ["A0123456789"]},
         "help": {"text": "Ask in #security.\nWe answer."},
         "heartbeat-url": "https://hc.example.com/id"}
        """#

    private static func tree(_ json: String) throws -> SettingsTree {
        try SettingsTree(json: Array(json.utf8), file: "relevo.json")
    }

    private static func configuration(_ json: String) throws -> Configuration {
        try Configuration(tree(json)) { $0 == "UTC" ? .utc : nil }
    }

    @Test func `an empty configuration is filled with every default`() throws {
        #expect(
            try Self.tree("{}").filled().json == """
                {
                  "accounts": {
                    "organization": false,
                    "own": "role",
                    "audit-role": "RelevoAudit",
                    "enforce-role": "RelevoEnforce"
                  },
                  "mode": "notify",
                  "policy": {
                    "ladder": [76, 81, 86],
                    "deactivate-at": 91,
                    "notice-days": 5,
                    "late-notice-days": 15,
                    "max-overdue-days": 30,
                    "promise-valid-days": 14,
                    "machines": "notify",
                    "untagged": "hold",
                    "unreachable": "hold",
                    "left": "enforce",
                    "max-deactivations": 10,
                    "max-percent": 20,
                    "max-exemption-days": 90,
                    "max-delay": 14,
                    "password-ladder": [76, 81, 86],
                    "protected": [],
                    "decoys": [],
                    "exemptions": []
                  },
                  "language": "en",
                  "ledger": "sqlite:relevo.db"
                }

                """)
    }

    @Test(arguments: ["{}", whole])
    func `filled, a configuration means the same, and filling it again changes nothing`(json: String) throws {
        let filled = try Self.tree(json).filled()
        #expect(try Self.configuration(filled.json) == Self.configuration(json))
        #expect(try Self.tree(filled.json).filled().json == filled.json)
    }

    @Test func `in YAML the same configuration is written in blocks`() throws {
        #expect(
            try Self.tree(Self.whole).yaml == #"""
                teams:
                  payments: G0456789012
                  "3": C0456789012
                  "yes": C0456789013
                  "a: b": C0456789014
                accounts:
                  overrides:
                    "333333333333":
                      mode: notify
                      max-deactivations: 3
                  list:
                    - id: "333333333333"
                      name: "pay \"roll\" \\ co"
                    - id: "044444444444"
                mode: enforce
                language: es
                policy:
                  ladder: [60, 70]
                  deactivate-at: 80
                  machines: enforce
                  untagged: engineer
                  exemptions:
                    - user: arn:aws:iam::333333333333:user/ci/build
                      until: "2026-12-01"
                      reason: "a: b # c"
                      by: Ana
                    - key: AKIAEXAMPLE000000001
                      until: "2026-12-01T17:30:00-05:00"
                      reason: vendor
                      by: "Ñusta"
                  hours:
                    zone: UTC
                    days: [mon, fri]
                    from: "09:00"
                    to: "24:00"
                    holidays: ["2026-12-25"]
                slack:
                  token: file:/run/secrets/relevo
                  channel: C0123456789
                  earlier-apps: [A0123456789]
                help:
                  text: "Ask in #security.\nWe answer."
                heartbeat-url: https://hc.example.com/id

                """#)
    }

    @Test func `a hidden secret is neither shown nor accepted`() throws {
        let hidden = try Self.tree(Self.whole).filled().hidingSecrets()
        #expect(!hidden.json.contains("hc.example.com"))
        #expect(!hidden.yaml.contains("hc.example.com"))
        #expect(throws: SettingsError.self) { try Self.configuration(hidden.json) }
        #expect(try Self.tree("{}").hidingSecrets() == Self.tree("{}"))
    }

    /// A new setting with a default must be filled in too.
    @Test func `every setting is filled in, or has no default`() throws {
        let shown = try Self.keys(of: Self.tree(Self.minimal).filled(), at: "")
        let withoutDefault: Set = [
            "accounts.include", "accounts.exclude", "accounts.list", "accounts.external-id", "accounts.overrides",
            "policy.hours", "slack.earlier-apps", "teams", "help", "messages", "heartbeat-url",
        ]
        let outer = SettingsKeys.all.filter { key in
            !key.contains("[]") && !key.contains("<") && !key.hasPrefix("policy.hours.") && !key.hasPrefix("help.")
                && !key.hasPrefix("messages.")
        }
        #expect(Set(outer).subtracting(shown) == withoutDefault)
    }

    private static let minimal = #"{"slack": {"token": "env:A", "channel": "C0123456789"}}"#

    private static func keys(of tree: SettingsTree, at path: String) -> Set<String> {
        guard case .map(let entries) = tree.value else { return [] }
        return entries.reduce(into: []) { found, entry in
            found.insert(path + entry.key)
            found.formUnion(keys(of: entry.value, at: "\(path)\(entry.key)."))
        }
    }
}
