import KeyPolicy
import KeyWatch

/// Keys with a reason each, grouped by it: a reason that a whole group shares is said once.
struct ReasonTable {
    /// A key, and the reason.
    struct Row {
        let code: String
        let account: String
        let user: String
        let key: String
        /// Empty where a table has none.
        let age: String
        let why: String

        init(_ held: HeldKey, _ names: AccountNames) {
            code = held.reason.code.rawValue
            account = names[held.account.id]
            user = held.user.name
            key = held.key.id.masked
            age = "\(held.ageDays)"
            why = held.reason.text
        }

        init(_ finding: Finding, _ names: AccountNames) {
            code = finding.kind.code
            account = names[finding.account.id]
            user = finding.user?.name ?? "-"
            key = finding.key?.id.masked ?? "-"
            age = ""
            why = finding.text
        }
    }

    private let rows: [Row]

    init(_ rows: [Row]) { self.rows = rows }

    func text(_ terminal: Terminal) -> String {
        var table = TextTable([.name("account"), .name("user"), .whole("key"), .whole("age"), .sentence("why")])
        for (code, group) in rows.grouped(by: \.code) {
            let whys = Set(group.map(\.why))
            let common = whys.count == 1 && group.count > 1 ? whys.first : nil
            table.addHeading(
                "\(code): \(common ?? Totals.count(group.count, group.contains { $0.key == "-" } ? "user" : "key"))")
            for row in group {
                table.add([
                    .init(row.account), .init(row.user), .init(row.key), .init(row.age),
                    .init(common == nil ? row.why : ""),
                ])
            }
        }
        return table.text(terminal)
    }
}
