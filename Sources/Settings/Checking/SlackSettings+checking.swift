extension SlackSettings {
    init?(_ setting: Setting, _ problems: inout Problems) {
        let example = "{token: env:SLACK_BOT_TOKEN, channel: C0123456789}"
        guard let map = setting.map(SlackKey.self, like: example, &problems) else { return nil }
        let token = map.required(.token, like: "env:SLACK_BOT_TOKEN", &problems)?.secretReference(&problems)
        let channel = map.required(.channel, like: "C0123456789", &problems)?.channel(&problems)
        let apiURL = map[.apiURL].flatMap { Self.apiURL($0, &problems) }
        guard let token, let channel else { return nil }
        self.init(token: token, channel: channel)
        if let apiURL { self.apiURL = apiURL }
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
