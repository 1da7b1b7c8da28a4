import FoundationEssentials
import KeyPolicy
import KeyWatch

/// Every message that a plan would send, as people would read it, under its recipient.
struct MessagesText {
    let composer: any Composer
    /// In which dates are shown; in Slack every reader sees their own.
    var zone = Zone.utc

    func text(of plan: Plan, _ terminal: Terminal) -> String {
        let reader = MrkdwnText(names: names(plan), zone: zone)
        return PlannedNotifications(plan).all.flatMap { planned in
            composer.compose(planned.notification, now: plan.at).map { message in
                "\n  \(terminal.styled("to \(recipient(planned.recipient, reader))", .faint))\n\n"
                    + MessageText(message: message, reader: reader).text(terminal)
            }
        }.joined(separator: "\n")
    }

    private func recipient(_ recipient: Recipient, _ reader: MrkdwnText) -> String {
        guard case .person(let id) = recipient, let name = reader.names[id.rawValue] else { return recipient.text }
        return "\(TextTable.plain(name)) (\(id))"
    }

    /// Owners' full names by Slack id, from the tags.
    private func names(_ plan: Plan) -> [String: String] {
        let owners = plan.actions.map(\.user.owner) + plan.held.map(\.user.owner)
        let named = owners.compactMap { owner in owner.slackID.flatMap { id in owner.fullName.map { (id, $0) } } }
        return Dictionary(named, uniquingKeysWith: { first, _ in first })
    }
}

/// A composed message as a person reads it: the text of its blocks.
struct MessageText {
    let message: ComposedMessage
    let reader: MrkdwnText

    func text(_ terminal: Terminal) -> String {
        guard let payload = try? JSONDecoder().decode(Payload.self, from: Data(message.payload.utf8)) else { return "" }
        return payload.blocks.map { block in
            block.texts.flatMap { text in
                text.type == "mrkdwn" ? reader.lines(of: text.text ?? "") : [.words(text.text ?? "")]
            }.flatMap { lines($0, terminal) }.map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    private func lines(_ line: MrkdwnText.Line, _ terminal: Terminal) -> [String] {
        switch line {
        case .words(let text): TextWidth.lines(of: TextTable.plain(text), width: max(20, terminal.width - 4))
        // A command that is broken can't be copied.
        case .code(let text): ["  \(TextTable.plain(text))"]
        }
    }

    private struct Payload: Decodable {
        let blocks: [Block]
    }

    private struct Block: Decodable {
        let type: String
        let text: Text?
        let fields: [Text]?
        let elements: [Element]?

        var texts: [Text] {
            guard type != "divider" else { return [Text(type: "plain_text", text: "———")] }
            return [text].compactMap(\.self) + (fields ?? []) + (elements ?? []).compactMap(\.text)
        }
    }

    private struct Text: Decodable {
        let type: String
        let text: String?
    }

    /// An element of a context, which is a text, or of actions, which has one.
    private struct Element: Decodable {
        let text: Text?

        private enum CodingKeys: String, CodingKey { case text }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            if let button = try? container.decode(Text.self, forKey: .text) {
                text = Text(type: "plain_text", text: "[\(button.text ?? "")]")
            } else {
                text = try Text(from: decoder)
            }
        }
    }
}
