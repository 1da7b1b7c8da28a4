extension SlackSettings {
    init?(_ setting: Setting, _ problems: inout Problems) {
        let example = "{token: env:SLACK_BOT_TOKEN, channel: C0123456789}"
        guard let map = setting.map(SlackKey.self, like: example, &problems) else { return nil }
        let token = map.required(.token, like: "env:SLACK_BOT_TOKEN", &problems)?.secretReference(&problems)
        let channel = map.required(.channel, like: "C0123456789", &problems)?.channel(&problems)
        let apps = map[.earlierApps]?.list(like: "[B0123456789]", &problems) ?? []
        let earlierApps = Set(apps.compactMap { Self.app($0, &problems) })
        let apiURL = map[.apiURL].flatMap { Self.apiURL($0, &problems) }
        guard let token, let channel else { return nil }
        self.init(token: token, channel: channel)
        self.earlierApps = earlierApps
        if let apiURL { self.apiURL = apiURL }
    }

    private static func app(_ setting: Setting, _ problems: inout Problems) -> String? {
        guard let text = setting.text(&problems) else { return nil }
        let isID =
            (9...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
        if isID, text.hasPrefix("A") || text.hasPrefix("B") { return text }
        setting.refuse(
            "must be the id of an app or its bot, such as A0123456789 or B0123456789\(setting.butIs); the summary names "
                + "the one that it found.", &problems)
        return nil
    }

    private static func apiURL(_ setting: Setting, _ problems: inout Problems) -> String? {
        guard let (text, address) = setting.safeAddress(isSecret: false, &problems) else { return nil }
        guard !address.rest.contains(where: { "?#".contains($0) }) else {
            setting.refuse("must end after the path: methods' names are added to it\(setting.butIs).", &problems)
            return nil
        }
        return text.hasSuffix("/") ? text : text + "/"
    }
}
