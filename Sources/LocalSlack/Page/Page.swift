import FoundationEssentials
import Hummingbird
import NIOCore

/// The workspace as a person would see it: HTML without scripts or external files.
struct Page {
    /// A channel or direct message in the sidebar.
    struct Conversation {
        let id: String
        let title: String
        let isDirect: Bool
        let isPrivate: Bool
        let note: String?
        let count: Int
    }

    let team: String
    let app: String
    let conversations: [Conversation]
    let selected: Conversation?
    /// Of the selected conversation, oldest first.
    let messages: [LocalMessage]
    let renderer: BlockRenderer

    var html: HTML {
        document(
            title: selected.map { "\($0.isDirect ? "" : "#")\($0.title) · \(team)" } ?? team,
            bodyClass: "workspace", "\(sidebar)<main>\(header)<div class=\"stream\">\(stream)</div></main>")
    }

    /// One message alone, for screenshots.
    func alone(_ message: LocalMessage) -> HTML {
        document(title: team, bodyClass: "alone", "<main>\(article(message, replies: .empty))</main>")
    }

    private func document(title: String, bodyClass: String, _ body: HTML) -> HTML {
        """
        <!doctype html><html lang="en"><head><meta charset="utf-8">\
        <meta name="viewport" content="width=device-width, initial-scale=1"><title>\(title)</title>\
        <style>\(HTML(trusted: PageStyle.css))</style></head><body class="\(bodyClass)">\(body)</body></html>
        """
    }

    private var sidebar: HTML {
        let channels = conversations.filter { !$0.isDirect }.map(entry).joined()
        let direct = conversations.filter(\.isDirect).map(entry).joined()
        return """
            <nav><h1>\(team)</h1><h2>Channels</h2><ul>\(channels)</ul>\
            <h2>Direct messages</h2><ul>\(direct)</ul>\
            <p>A local stand-in for Slack. Times are UTC.</p></nav>
            """
    }

    private func entry(_ conversation: Conversation) -> HTML {
        let mark = conversation.isDirect ? "" : conversation.isPrivate ? "🔒 " : "# "
        let here: HTML = conversation.id == selected?.id ? " class=\"here\" aria-current=\"page\"" : ""
        let count: HTML = conversation.count > 0 ? "<b>\(conversation.count)</b>" : ""
        return """
            <li\(here)><a href="/?channel=\(conversation.id)"><span>\(mark)\(conversation.title)</span>\(count)</a></li>
            """
    }

    private var header: HTML {
        guard let selected else { return "<header><h2>Nothing here yet</h2></header>" }
        let note: HTML = selected.note.map { "<span>\($0)</span>" } ?? .empty
        return "<header><h2>\(selected.isDirect ? "" : "# ")\(selected.title)</h2>\(note)</header>"
    }

    private var stream: HTML {
        let parents = messages.filter(\.isTopLevel)
        if parents.isEmpty { return "<p class=\"empty\">No messages yet.</p>" }
        var out = HTML.empty
        var day = ""
        for message in parents {
            let today = PageClock(ts: message.ts).longDay
            if today != day { out = out + "<div class=\"day\"><span>\(today)</span></div>" }
            day = today
            out = out + article(message, replies: thread(of: message))
        }
        return out
    }

    private func thread(of parent: LocalMessage) -> HTML {
        let replies = messages.filter { $0.threadTS == parent.ts && $0.ts != parent.ts }
        if replies.isEmpty { return .empty }
        let shown = replies.map { article($0, replies: .empty) }.joined()
        let count = replies.count == 1 ? "1 reply" : "\(replies.count) replies"
        return "<details class=\"thread\" open><summary>\(count)</summary>\(shown)</details>"
    }

    private func article(_ message: LocalMessage, replies: HTML) -> HTML {
        let clock = PageClock(ts: message.ts)
        let edited: HTML = message.edited == nil ? .empty : "<span class=\"edited\">(edited)</span>"
        let link = "/?channel=\(message.channel)&message=\(message.ts)"
        return """
            <article id="m\(message.ts)"><div class="avatar">\(HTML(trusted: PageStyle.mark))</div><div class="body">\
            <div class="by"><strong>\(app)</strong><span class="badge">APP</span>\
            <a class="at" href="\(link)" title="\(clock.longDay), \(clock.time) UTC">\(clock.time)</a></div>\
            \(renderer.render(message))\(edited)\(replies)</div></article>
            """
    }
}

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
            renderer: BlockRenderer(mrkdwn: MrkdwnRenderer(names: names, now: now.timeIntervalSince1970)))
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

/// `GET /?channel=…&message=…`.
struct PageRoutes {
    let workspace: Workspace

    func add(to router: Router<BasicRequestContext>) {
        router.get("/") { request, _ in
            let query = request.uri.queryParameters
            let page = await workspace.page(
                channel: query["channel"].map(String.init), message: query["message"].map(String.init))
            guard let page else { throw HTTPError(.notFound, message: "There is no such channel or message.") }
            return Response(
                status: .ok,
                headers: [
                    .contentType: "text/html; charset=utf-8",
                    // Scripts can't run even if the escaping fails.
                    .contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
                    .cacheControl: "no-store",
                ],
                body: .init(byteBuffer: ByteBuffer(string: page.source)))
        }
    }
}
