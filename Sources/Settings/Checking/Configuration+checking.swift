package import KeyPolicy

extension Configuration {
    /// Checks a tree and makes a configuration of it.
    ///
    /// - Parameter zones: finds a time zone by its IANA name; the core has none of its own.
    /// - Throws: ``SettingsError/refused(_:)`` with everything that is wrong, by position.
    package init(_ tree: SettingsTree, zones: (String) -> Zone?) throws(SettingsError) {
        var problems = Problems()
        self.init(tree, zones: zones, &problems)
        let sorted = problems.sorted
        guard sorted.isEmpty else { throw .refused(sorted) }
    }

    private init(_ tree: SettingsTree, zones: (String) -> Zone?, _ problems: inout Problems) {
        self.init()
        if case .scalar(_, .null) = tree.value {
            problems.add(tree.position, "the configuration is empty; `relevo init` writes one to start from.")
            return
        }
        let whole = Setting(node: tree, name: "the configuration")
        guard case .map(let entries) = tree.value else {
            whole.refuse("must be a map such as {mode: notify, …}\(whole.butIs).", &problems)
            return
        }
        let map = MapReader<RootKey>(entries, name: "", position: tree.position, &problems)
        if let mode = map[.mode]?.choice(Mode.self, &problems) { self.mode = mode }
        if let setting = map[.accounts] { accounts = AccountSettings(setting, &problems) }
        if let setting = map[.policy] { policy = Policy(setting, zones: zones, &problems) }
        slack = map[.slack].flatMap { SlackSettings($0, &problems) }
        if let setting = map[.teams] { teams = Self.teams(setting, &problems) }
        if let language = map[.language]?.choice(Language.self, &problems) { self.language = language }
        if let setting = map[.help] { help = HelpSettings(setting, &problems) }
        heartbeatURL = map[.heartbeatURL]?.safeAddress(isSecret: true, &problems)?.text
        if let ledger = map[.ledger]?.ledger(&problems) { self.ledger = ledger }
        refuseWatchingOnly(map, &problems)
    }

    /// With its own credentials Relevo only reads, so `enforce` there is a promise nobody could keep.
    private func refuseWatchingOnly(_ map: MapReader<RootKey>, _ problems: inout Problems) {
        guard mode == .enforce, accounts.own == .direct, accounts.source == .ownOnly, let setting = map[.mode],
            // A source that was refused says nothing about what was meant.
            problems.sorted.isEmpty
        else { return }
        setting.refuse(
            "is enforce, but accounts.own is direct, which only reads, and no other account is watched; use "
                + "own: role, or mode: notify.", &problems)
    }

    private static func teams(_ setting: Setting, _ problems: inout Problems) -> [String: SlackChannelID] {
        var teams: [String: SlackChannelID] = [:]
        for (key, value) in setting.entries(like: "{payments: C0123456789}", &problems) ?? [] {
            guard let channel = value.channel(&problems), let team = key.text(&problems) else { continue }
            // Tags are trimmed before they are looked up; the longest tag value has 256 characters.
            guard team == team.trimmedSpaces, team.count <= 256 else {
                problems.add(
                    key.position,
                    "the team \(Shown.text(team)) can't be the value of a tag; leave out spaces at both ends and use "
                        + "at most 256 characters.")
                continue
            }
            teams[team] = channel
        }
        return teams
    }
}

extension HelpSettings {
    init(_ setting: Setting, _ problems: inout Problems) {
        self.init()
        guard let map = setting.map(HelpKey.self, like: "{url: https://wiki.example.com/keys}", &problems) else {
            return
        }
        url = map[.url]?.address(&problems)?.text
        if let setting = map[.text], let text = setting.text(allowsLines: true, &problems) {
            if text.count <= 1_000 {
                self.text = text
            } else {
                setting.refuse("has \(text.count) characters; at most 1000 fit into a notice.", &problems)
            }
        }
    }
}
