import KeyPolicy

extension SettingsTree {
    /// The same tree with every default that it leaves out, in the order of `Docs/configuration.md`.
    ///
    /// What has no default (a channel, exemptions, working hours) stays out. Only for a tree that was accepted.
    package func filled() -> SettingsTree {
        let standard = Configuration()
        return
            completed(
                RootKey.self,
                [
                    .accounts: node(.map([])), .mode: plain(standard.mode.rawValue), .policy: node(.map([])),
                    .language: plain(standard.language.rawValue), .ledger: plain(standard.ledger.text),
                ]
            )
            .changing(.accounts) { accounts in
                accounts.completed(
                    AccountsKey.self,
                    [
                        .organization: bool(false), .own: plain(standard.accounts.own.rawValue),
                        .auditRole: plain(standard.accounts.auditRole),
                        .enforceRole: plain(standard.accounts.enforceRole),
                    ])
            }
            .changing(.policy) { $0.completed(PolicyKey.self, defaults(of: standard.policy)) }
            .changing(.slack) {
                $0.completed(
                    SlackKey.self,
                    [.channelMayBePublic: bool(false), .apiURL: plain(SlackSettings.standardAddress)])
            }
    }

    /// The same tree without what may be read by nobody else: the heartbeat's address. Tokens are never in a tree.
    package func hidingSecrets() -> SettingsTree {
        changing(.heartbeatURL) { _ in SettingsTree(.scalar("hidden", .quoted), at: position) }
    }

    /// The same tree without the heartbeat's address, for where nothing may be hidden in it: a run keeps it in the ledger.
    package func withoutSecrets() -> SettingsTree {
        guard case .map(let entries) = value else { return self }
        return SettingsTree(.map(entries.filter { $0.key != RootKey.heartbeatURL.rawValue }), at: position)
    }

    private func defaults(of policy: Policy) -> [PolicyKey: SettingsTree] {
        [
            .ladder: days(policy.ladder), .deactivateAt: number(policy.deactivateAt),
            .noticeDays: number(policy.noticeDays), .lateNoticeDays: number(policy.lateNoticeDays),
            .maxOverdueDays: number(policy.maxOverdueDays), .promiseValidDays: number(policy.promiseValidDays),
            .machines: plain(policy.enforcesMachines ? "enforce" : "notify"),
            .untagged: plain(policy.treatsUntaggedAsEngineers ? "engineer" : "hold"),
            .unreachable: plain(policy.enforcesUnreachable ? "enforce" : "hold"),
            .left: plain(policy.enforcesLeft ? "enforce" : "hold"),
            .maxDeactivations: number(policy.maxDeactivations), .maxPercent: number(policy.maxPercent),
            .maxExemptionDays: number(policy.maxExemptionDays), .maxDelay: number(policy.maxDelay),
            .passwordLadder: days(policy.passwordLadder), .protected: node(.list([])), .decoys: node(.list([])),
            .exemptions: node(.list([])),
        ]
    }

    /// This map with the defaults that it leaves out.
    private func completed<Key: SettingsKey>(_ keys: Key.Type, _ defaults: [Key: SettingsTree]) -> SettingsTree {
        guard case .map(let entries) = value else { return self }
        let written = Dictionary(entries.map { ($0.key, $0.value) }) { first, _ in first }
        return SettingsTree(
            .map(
                Key.allCases.compactMap { key in
                    (written[key.rawValue] ?? defaults[key]).map {
                        Entry(key: key.rawValue, keyPosition: position, value: $0)
                    }
                }), at: position)
    }

    private func changing(_ key: RootKey, _ change: (SettingsTree) -> SettingsTree) -> SettingsTree {
        guard case .map(let entries) = value else { return self }
        return SettingsTree(
            .map(
                entries.map { entry in
                    guard entry.key == key.rawValue else { return entry }
                    return Entry(key: entry.key, keyPosition: entry.keyPosition, value: change(entry.value))
                }), at: position)
    }

    private func node(_ value: Value) -> SettingsTree { SettingsTree(value, at: position) }
    private func plain(_ text: String) -> SettingsTree { node(.scalar(text, .plain)) }
    private func bool(_ flag: Bool) -> SettingsTree { node(.scalar(flag ? "true" : "false", .bool)) }
    private func number(_ number: Int) -> SettingsTree { node(.scalar("\(number)", .number)) }
    private func days(_ ages: [Int]) -> SettingsTree { node(.list(ages.map(number))) }
}
