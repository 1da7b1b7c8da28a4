import FoundationEssentials
import KeyPolicy
import KeyWatch

/// A forecast as text.
struct ForecastText {
    let plans: [Plan]
    /// Nil: the messages are not shown.
    let composer: (any Composer)?

    func text(_ terminal: Terminal) -> String {
        let busy = plans.filter(\.isBusy)
        let heading =
            "If nobody acts, from \(plans.first?.at.isoInstant ?? "-") to \(plans.last?.at.isoInstant ?? "-"):"
        guard !busy.isEmpty else { return "\(terminal.wrapped(heading))\n\nNothing happens." }
        return ([terminal.styled(terminal.wrapped(heading), .strong)] + busy.map { day($0, terminal) }).joined(
            separator: "\n\n")
    }

    private func day(_ plan: Plan, _ terminal: Terminal) -> String {
        var table = TextTable(["what", "account", "user", "key", "age", "to", "deadline"])
        for action in plan.actions { table.add(PlanText.cells(action)) }
        var lines = [terminal.styled(CivilDate(at: plan.at).text, .strong)]
        if !table.isEmpty { lines.append(table.text(terminal)) }
        let waiting = plan.turns.values.reduce(0, +)
        if waiting > 0 { lines.append("waiting for their turn: \(waiting) \(waiting == 1 ? "key" : "keys")") }
        if !plan.alarmed.isEmpty {
            let count = plan.alarmed.count
            lines.append(
                terminal.styled("stopped by the alarm: \(count) \(count == 1 ? "key" : "keys")", .warning))
        }
        if let composer { lines.append(MessagesText(plan: plan, composer: composer).text(terminal)) }
        return lines.joined(separator: "\n")
    }
}

/// Every message that a plan would send, as plain text under its recipient.
struct MessagesText {
    let plan: Plan
    let composer: any Composer

    func text(_ terminal: Terminal) -> String {
        PlannedNotifications(plan).all.flatMap { planned in
            composer.compose(planned.notification, now: plan.at).map { message in
                "\n  " + terminal.styled("to \(planned.recipient.text)", .faint) + "\n"
                    + MessageText(message: message).text
            }
        }.joined(separator: "\n")
    }
}

/// A composed message as plain text: the text of its blocks.
struct MessageText {
    let message: ComposedMessage

    var text: String {
        guard let payload = try? JSONDecoder().decode(Payload.self, from: Data(message.payload.utf8)) else { return "" }
        return payload.blocks.flatMap(\.lines).map { "    \($0)" }.joined(separator: "\n")
    }

    private struct Payload: Decodable {
        let blocks: [Block]
    }

    private struct Block: Decodable {
        let type: String
        let text: Text?
        let fields: [Text]?
        let elements: [Text]?

        var lines: [String] {
            guard type != "divider" else { return ["———"] }
            let texts = [text].compactMap(\.self) + (fields ?? []) + (elements ?? [])
            return texts.flatMap {
                ($0.text ?? "").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            }
        }
    }

    private struct Text: Decodable {
        let text: String?
    }
}
