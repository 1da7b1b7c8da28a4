/// The workspace as a person would see it: HTML without scripts or outside assets.
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

    /// One message alone, for pictures.
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
