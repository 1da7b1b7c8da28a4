import KeyPolicy

extension AccountSettings {
    init(_ setting: Setting, _ problems: inout Problems) {
        self.init()
        guard let map = setting.map(AccountsKey.self, like: "{organization: true}", &problems) else { return }
        source = Self.source(map, &problems)
        if let own = map[.own]?.choice(Own.self, &problems) { self.own = own }
        if let role = map[.auditRole]?.role(&problems) { auditRole = role }
        if let role = map[.enforceRole]?.role(&problems) { enforceRole = role }
        externalID = map[.externalID].flatMap { Self.externalID($0, &problems) }
        if let setting = map[.overrides] { overrides = self.overrides(setting, &problems) }
    }

    private static func source(_ map: MapReader<AccountsKey>, _ problems: inout Problems) -> Source {
        let organization = map[.organization]?.boolean(&problems)
        let include = map[.include].map { selectors($0, &problems) }
        let exclude = map[.exclude].map { selectors($0, &problems) }
        if let setting = map[.include], let include {
            if setting.node.value == .list([]) {
                setting.refuse("is empty, so no account would be watched; remove it to watch all.", &problems)
            }
            for selector in exclude ?? [:] {
                guard let included = include[selector.key] else { continue }
                problems.add(
                    max(selector.value, included),
                    "\(selector.key.text) is in both accounts.include and accounts.exclude; keep it in one of them.")
            }
        }
        if let setting = map[.list] {
            if organization == true {
                setting.refuse("and accounts.organization: true can't be combined; keep one of them.", &problems)
            }
            return .list(list(setting, &problems))
        }
        return organization == true
            ? .organization(include: Set((include ?? [:]).keys), exclude: Set((exclude ?? [:]).keys))
            : withoutOrganization(map, organization: map[.organization] == nil ? false : organization, &problems)
    }

    private static func withoutOrganization(
        _ map: MapReader<AccountsKey>, organization: Bool?, _ problems: inout Problems
    ) -> Source {
        for key in [AccountsKey.include, .exclude] where organization == false {
            map[key]?.refuse("chooses among an organization's accounts; add organization: true to accounts.", &problems)
        }
        return .ownOnly
    }

    private static func selectors(
        _ setting: Setting, _ problems: inout Problems
    ) -> [AccountSelector: SourcePosition] {
        var selectors: [AccountSelector: SourcePosition] = [:]
        for item in setting.list(like: "[\"222222222222\", ou-abcd-12345678]", &problems) ?? [] {
            guard let selector = item.accountSelector(&problems) else { continue }
            if selectors[selector] != nil {
                item.refuse("repeats \(selector.text); keep it once.", &problems)
            } else {
                selectors[selector] = item.position
            }
        }
        return selectors
    }

    private static func list(_ setting: Setting, _ problems: inout Problems) -> [Account] {
        let example = "[{id: \"111111111111\", name: payments}]"
        guard let items = setting.list(like: example, &problems) else { return [] }
        if items.isEmpty {
            setting.refuse("is empty, so no account would be watched; add some, such as \(example).", &problems)
        }
        var accounts: [Account] = []
        for item in items {
            guard let map = item.map(ListedAccountKey.self, like: "{id: \"111111111111\", name: payments}", &problems)
            else { continue }
            let id = map.required(.id, like: "\"111111111111\"", &problems)?.account(&problems)
            let name = map[.name]?.text(&problems)
            guard let id else { continue }
            if accounts.contains(where: { $0.id == id }) {
                map[.id]?.refuse("repeats \(id); keep it once.", &problems)
            } else {
                accounts.append(Account(id: id, name: name ?? id.rawValue))
            }
        }
        return accounts
    }

    private static func externalID(_ setting: Setting, _ problems: inout Problems) -> String? {
        guard let text = setting.text(&problems) else { return nil }
        if (2...1_224).contains(text.utf8.count), text.utf8.allSatisfy(AllowedText.isExternalID) { return text }
        setting.refuse("must be 2 to 1224 letters, digits or the characters _ + = , . @ : / - only.", &problems)
        return nil
    }
}

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

    /// False only if the configuration alone excludes the account.
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
