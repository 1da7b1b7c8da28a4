/// Every key that a configuration may have, as `Docs/configuration.md` lists them.
package enum SettingsKeys {
    /// Dotted paths; `[]` stands for any item, `<…>` for a key that the writer chooses.
    package static let all: [String] =
        paths(RootKey.self, in: "")
        + paths(AccountsKey.self, in: "accounts.")
        + paths(ListedAccountKey.self, in: "accounts.list[].")
        + paths(OverrideKey.self, in: "accounts.overrides.<account>.")
        + paths(PolicyKey.self, in: "policy.")
        + paths(ExemptionKey.self, in: "policy.exemptions[].")
        + paths(HoursKey.self, in: "policy.hours.")
        + paths(SlackKey.self, in: "slack.")
        + ["teams.<team>"]
        + paths(HelpKey.self, in: "help.")

    private static func paths<Key: SettingsKey>(_ keys: Key.Type, in map: String) -> [String] {
        Key.allCases.map { map + $0.rawValue }
    }
}
