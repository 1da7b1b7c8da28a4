import KeyPolicy

extension AccountSettings {
    func overrides(_ setting: Setting, _ problems: inout Problems) -> [AccountID: AccountOverride] {
        var overrides: [AccountID: AccountOverride] = [:]
        for (key, value) in setting.entries(like: "{\"333333333333\": {mode: notify}}", &problems) ?? [] {
            let account = key.account(&problems)
            if let account, !mayWatch(account) {
                problems.add(
                    key.position,
                    "accounts.overrides names \(account), which is not among the accounts that are watched.")
            }
            guard let map = value.map(OverrideKey.self, like: "{mode: notify}", &problems) else { continue }
            let override = AccountOverride(
                mode: map[.mode]?.choice(Mode.self, &problems), channel: map[.channel]?.channel(&problems),
                maxDeactivations: map[.maxDeactivations]?.brake(&problems))
            if let account { overrides[account] = override }
        }
        return overrides
    }

    /// False only where the configuration alone rules it out.
    private func mayWatch(_ account: AccountID) -> Bool {
        switch source {
        case .ownOnly:
            return true
        case .list(let accounts):
            return accounts.isEmpty || accounts.contains { $0.id == account }
        case .organization(let include, let exclude):
            let onlyAccounts = include.allSatisfy { if case .account = $0 { true } else { false } }
            let isLeftOut = !include.isEmpty && onlyAccounts && !include.contains(.account(account))
            return !exclude.contains(.account(account)) && !isLeftOut
        }
    }
}
