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

    /// The plan's actions and, last, the week's list of owners who can't be reached.
    ///
    /// - Parameter outcomes: by `PlannedAction.id`.
    mutating func add(_ plan: Plan, outcomes: [String: ActionOutcome] = [:]) {
        for action in plan.actions { add(action, outcome: outcomes[action.id]) }
        guard !plan.weeklyList.isEmpty else { return }
        let accounts = Set(plan.weeklyList.map { names[$0.account.id] })
        let users = Set(plan.weeklyList.compactMap(\.user?.name))
        table.add([
            .init("unreachable owners", short: "owner list"), .init(one(of: accounts, "account")),
            .init(one(of: users, "user")), "", "",
            .init(Recipient.security.text), "", .init(said(outcomes[Plan.weeklyListID])),
        ])
    }

    private func one(of names: Set<String>, _ noun: String) -> String {
        names.count == 1 ? names.joined() : Totals.count(names.count, noun)
    }

    private mutating func add(_ action: PlannedAction, outcome: ActionOutcome?) {
        let deadline = deadline(action)
        table.add([
            what(action), .init(names[action.account.id]), .init(action.user.name), TextTable.Cell(action.key.id),
            .init("\(action.ageDays)"), .init(recipient(action)),
            .init(deadline?.isoInstant ?? "", short: deadline?.day ?? ""), .init(said(outcome)),
        ])
    }

    private func said(_ outcome: ActionOutcome?) -> String {
        outcome.map { outcome in outcome.error.map { "\(outcome.name): \($0)" } ?? outcome.name } ?? ""
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
            // The totals explain the mark at every width.
            "notice \(notice.stage)*"
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

extension TextTable.Cell {
    /// A key's id: whole where there is room, else `AKIA…WXYZ`.
    init(_ key: AccessKeyID) { self.init(key.rawValue, short: key.masked) }
}

extension Date {
    /// The day in UTC: `2026-03-12`.
    var day: String { CivilDate(at: self).text }

    /// The time of day in UTC: `09:30:00`.
    var time: String { String(isoInstant.dropFirst(11).prefix(8)) }
}
