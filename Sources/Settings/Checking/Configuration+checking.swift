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
        if let setting = map[.messages] { noticeIntro = NoticeIntro.read(setting, &problems) }
        heartbeatURL = map[.heartbeatURL]?.safeAddress(isSecret: true, &problems)?.text
        if let ledger = map[.ledger]?.ledger(&problems) { self.ledger = ledger }
        refuseWatchingOnly(map, &problems)
    }

    /// With its own credentials Relevo only reads, so it could not carry out `enforce` there.
    private func refuseWatchingOnly(_ map: MapReader<RootKey>, _ problems: inout Problems) {
        guard mode == .enforce, accounts.own == .direct, accounts.source == .ownOnly, let setting = map[.mode],
            // If the source was refused, the intention is unknown.
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
                    "the team \(ShownText.quoted(team)) can't be the value of a tag; leave out spaces at both ends and "
                        + "use at most 256 characters.")
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
        url = map[.url]?.perLanguage(like: "https://wiki.example.com/keys", &problems) { $0.address(&$1)?.text } ?? url
        text = map[.text]?.perLanguage(like: "Ask in #security.", &problems, Self.text) ?? text
        channel = map[.channel]?.perLanguage(like: "C0123456789", &problems) { $0.channel(&$1) } ?? channel
        rotate = map[.rotate].flatMap { Self.command($0, &problems) }
        mfa = map[.mfa]?.boolean(&problems) ?? mfa
    }

    private static func command(_ setting: Setting, _ problems: inout Problems) -> String? {
        guard let command = setting.text(&problems) else { return nil }
        guard command.count <= 100 else {
            setting.refuse("has \(command.count) characters; at most 100 fit into a notice.", &problems)
            return nil
        }
        return command
    }

    private static func text(_ setting: Setting, _ problems: inout Problems) -> String? {
        guard let text = setting.text(allowsLines: true, &problems) else { return nil }
        guard text.count <= 1_000 else {
            setting.refuse("has \(text.count) characters; at most 1000 fit into a notice.", &problems)
            return nil
        }
        return text
    }
}

/// The first sentence of notices. Key, user and account stand below it, so only the deadline can get lost.
enum NoticeIntro {
    private static let placeholders = ["{deadline}", "{days}"]
    private static let longest = 200

    static func read(_ setting: Setting, _ problems: inout Problems) -> PerLanguage<String> {
        let example = "{notice-intro: \"Please rotate by {deadline}.\"}"
        guard let map = setting.map(MessagesKey.self, like: example, &problems) else { return PerLanguage() }
        return map[.noticeIntro]?.perLanguage(like: "\"Please rotate by {deadline}.\"", &problems, text)
            ?? PerLanguage()
    }

    private static func text(_ setting: Setting, _ problems: inout Problems) -> String? {
        guard let text = setting.text(&problems) else { return nil }
        guard text.count <= longest else {
            setting.refuse("has \(text.count) characters; at most \(longest) fit into a notice.", &problems)
            return nil
        }
        guard text.contains("{deadline}") else {
            setting.refuse("must contain {deadline}: without it, a notice would name no deadline.", &problems)
            return nil
        }
        var rest = text
        for placeholder in placeholders { rest = rest.split(separator: placeholder).joined(separator: " ") }
        guard !rest.contains(where: { "{}".contains($0) }) else {
            setting.refuse("may contain {deadline} and {days}, and no other braces.", &problems)
            return nil
        }
        return text
    }
}

extension SlackSettings {
    init?(_ setting: Setting, _ problems: inout Problems) {
        let example = "{token: env:SLACK_BOT_TOKEN, channel: C0123456789}"
        guard let map = setting.map(SlackKey.self, like: example, &problems) else { return nil }
        let token = map.required(.token, like: "env:SLACK_BOT_TOKEN", &problems)?.secretReference(&problems)
        let channel = map.required(.channel, like: "C0123456789", &problems)?.channel(&problems)
        let mayBePublic = map[.channelMayBePublic]?.boolean(&problems)
        let apps = map[.earlierApps]?.list(like: "[B0123456789]", &problems) ?? []
        let earlierApps = Set(apps.compactMap { Self.app($0, &problems) })
        let apiURL = map[.apiURL].flatMap { Self.apiURL($0, &problems) }
        guard let token, let channel else { return nil }
        self.init(token: token, channel: channel)
        self.earlierApps = earlierApps
        if let mayBePublic { channelMayBePublic = mayBePublic }
        if let apiURL { self.apiURL = apiURL }
    }

    private static func app(_ setting: Setting, _ problems: inout Problems) -> String? {
        guard let text = setting.text(&problems) else { return nil }
        let isID =
            (9...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
        if isID, text.hasPrefix("A") || text.hasPrefix("B") { return text }
        setting.refuse(
            "must be the id of an app or its bot, such as A0123456789 or B0123456789\(setting.butIs); the summary "
                + "names the one that it found.", &problems)
        return nil
    }

    private static func apiURL(_ setting: Setting, _ problems: inout Problems) -> String? {
        guard let (text, address) = setting.safeAddress(isSecret: false, &problems) else { return nil }
        guard !address.rest.contains(where: { "?#".contains($0) }) else {
            setting.refuse(
                "must end with the path, because Relevo appends method names to it\(setting.butIs).", &problems)
            return nil
        }
        return text.hasSuffix("/") ? text : text + "/"
    }
}
