package import FoundationEssentials

extension Mrkdwn {
    /// A foreign value in bold.
    package static func bold(_ value: String, limit: Int = ForeignText.usualLimit) -> Mrkdwn {
        wrapped(ForeignText.prose(value, limit: limit), in: "*")
    }

    package static func bold(_ text: Mrkdwn) -> Mrkdwn { wrapped(text.source, in: "*") }

    /// A foreign value as a code span, on one line.
    package static func code(_ value: String, limit: Int = ForeignText.usualLimit) -> Mrkdwn {
        wrapped(ForeignText.code(value, limit: limit), in: "`")
    }

    /// Lines to copy, as a code block; line breaks are kept.
    package static func codeBlock(_ value: String, limit: Int = 2_000) -> Mrkdwn {
        let inner = ForeignText.codeLines(value, limit: limit)
        return inner.isEmpty ? .empty : Mrkdwn(trusted: "```\n\(inner)\n```")
    }

    /// `<@U…>`: shows the person's name and notifies them. Any other value than a user id is shown as text.
    package static func mention(_ userID: String) -> Mrkdwn {
        SlackID.isUser(userID) ? Mrkdwn(trusted: "<@\(userID)>") : text(userID)
    }

    /// `<#C…>`: shows the channel's name as a link, without notifying anyone.
    package static func channel(_ channelID: String) -> Mrkdwn {
        SlackID.isChannel(channelID) ? Mrkdwn(trusted: "<#\(channelID)>") : text(channelID)
    }

    /// A link with a label; `nil` unless the address is a plain `https` URL of at most 3,000 characters.
    package static func link(_ address: String, _ label: String) -> Mrkdwn? {
        guard let target = ForeignText.address(address) else { return nil }
        let shown = ForeignText.linkLabel(label, limit: ForeignText.usualLimit)
        return Mrkdwn(trusted: shown.isEmpty ? "<\(target)>" : "<\(target)|\(shown)>")
    }

    /// An instant in the reader's time zone, with a fallback in UTC.
    ///
    /// Never one of the `_pretty` formats: they may say "today", which doesn't fit after "on" or "by".
    /// See <https://docs.slack.dev/messaging/formatting-message-text#date-formatting>.
    package static func date(_ instant: Date) -> Mrkdwn {
        token(instant, format: "{date_short} {time}", fallback: String(minute(instant).prefix(16)) + " UTC")
    }

    /// The same with the day of the week, for what somebody must not miss.
    package static func longDate(_ instant: Date) -> Mrkdwn {
        token(instant, format: "{date_long} {time}", fallback: String(minute(instant).prefix(16)) + " UTC")
    }

    /// The day of an instant in the reader's time zone, with a fallback in UTC.
    package static func day(_ instant: Date) -> Mrkdwn {
        token(instant, format: "{date_short}", fallback: String(minute(instant).prefix(10)) + " UTC")
    }

    private static func token(_ instant: Date, format: String, fallback: String) -> Mrkdwn {
        let epoch = Int(instant.timeIntervalSince1970.rounded(.down))
        return Mrkdwn(trusted: "<!date^\(epoch)^\(format)|\(fallback)>")
    }

    /// `2026-11-23 14:05…`.
    private static func minute(_ instant: Date) -> String {
        String(instant.ISO8601Format().map { $0 == "T" ? " " : $0 })
    }

    private static func wrapped(_ inner: String, in mark: String) -> Mrkdwn {
        // Around empty text, Slack would show the marks themselves.
        inner.isEmpty ? .empty : Mrkdwn(trusted: mark + inner + mark)
    }
}
