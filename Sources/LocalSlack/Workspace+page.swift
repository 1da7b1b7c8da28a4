extension Workspace {
    /// The page, or `nil` if there is no such channel or message.
    func page(channel: String?, message: String?) -> HTML? {
        let conversations = conversations
        let named = channel.map { directMessages[$0] ?? $0 }
        let selected =
            named.flatMap { id in conversations.first { $0.id == id } }
            ?? (channel == nil ? conversations.first { $0.count > 0 } ?? conversations.first : nil)
        if channel != nil && selected == nil { return nil }
        let own = messages.filter { $0.channel == selected?.id }.sorted { Self.isEarlier($0.ts, $1.ts) }
        let page = Page(
            team: seed.team, app: appName, conversations: conversations, selected: selected, messages: own,
            renderer: BlockRenderer(mrkdwn: MrkdwnRenderer(names: names)))
        guard let message else { return page.html }
        return (channel == nil ? messages : own).first { $0.ts == message }.map(page.alone)
    }

    private var names: [String: String] {
        var names = users.mapValues { $0.realName ?? $0.name }
        names.merge(channels.mapValues(\.name)) { first, _ in first }
        names[Self.botUserID] = appName
        return names
    }

    private var conversations: [Page.Conversation] {
        var counts: [String: Int] = [:]
        for message in messages { counts[message.channel, default: 0] += 1 }
        let rooms = channels.values.sorted { $0.name < $1.name }.map { channel in
            Page.Conversation(
                id: channel.id, title: channel.name, isDirect: false, isPrivate: channel.isPrivate ?? false,
                note: channel.archived == true ? "archived" : nil, count: counts[channel.id] ?? 0)
        }
        let people = directMessages.compactMap { userID, id -> Page.Conversation? in
            guard let user = users[userID] else { return nil }
            return Page.Conversation(
                id: id, title: user.realName ?? user.name, isDirect: true, isPrivate: true,
                note: "What \(user.realName ?? user.name) sees from \(appName)", count: counts[id] ?? 0)
        }
        return rooms + people.sorted { $0.title < $1.title }
    }
}
