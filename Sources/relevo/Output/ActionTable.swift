import FoundationEssentials
import KeyPolicy
import KeyWatch

/// Planned actions, one in each row.
struct ActionTable {
    private let names: AccountNames
    private var table: TextTable

    init(_ names: AccountNames, showsOutcomes: Bool = false) {
        self.names = names
        table = TextTable(
            [
                .sentence("what"), .name("account"), .name("user"), .whole("key"), .whole("age"), .name("to", rank: 1),
                .whole("deadline"),
            ] + (showsOutcomes ? [.sentence("outcome")] : []))
    }

    mutating func add(_ action: PlannedAction, outcome: ActionOutcome? = nil) {
        let deadline = deadline(action)
        let said = outcome.map { outcome in outcome.error.map { "\(outcome.name): \($0)" } ?? outcome.name }
        table.add([
            what(action), .init(names[action.account.id]), .init(action.user.name), .init(action.key.id.masked),
            .init("\(action.ageDays)"), .init(recipient(action)),
            .init(deadline?.isoInstant ?? "", short: deadline?.day ?? ""), .init(said ?? ""),
        ])
    }

    mutating func addHeading(_ text: String) { table.addHeading(text) }

    func text(_ terminal: Terminal) -> String { table.text(terminal) }

    /// A person's name if the tags have one, else the id.
    private func recipient(_ action: PlannedAction) -> String {
        if action.announcement?.row.isForChannelOnly ?? false { return Recipient.security.text }
        guard case .person(let id) = action.recipient else { return action.recipient.text }
        return action.user.owner.fullName ?? id.rawValue
    }

    private func what(_ action: PlannedAction) -> TextTable.Cell {
        switch action.kind {
        case .notice(let notice) where notice.isLast: "last notice"
        case .notice(let notice) where !notice.isBinding:
            // The totals explain the mark.
            .init("notice \(notice.stage) (not binding)", short: "notice \(notice.stage)*")
        case .notice(let notice): "notice \(notice.stage)"
        case .deactivate: "deactivate"
        case .announce(let announcement): .init(announcement.row.label)
        case .restore: "restore"
        }
    }

    private func deadline(_ action: PlannedAction) -> Date? {
        switch action.kind {
        case .notice(let notice): notice.deadline
        case .deactivate(_, let promise): promise.deadline
        case .announce(let announcement): announcement.row.day
        case .restore(let restoration): restoration.until
        }
    }
}

extension Date {
    /// The day in UTC: `2026-03-12`.
    var day: String { CivilDate(at: self).text }

    /// The time of day in UTC: `09:30:00`.
    var time: String { String(isoInstant.dropFirst(11).prefix(8)) }
}
