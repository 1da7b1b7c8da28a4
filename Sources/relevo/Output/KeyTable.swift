import FoundationEssentials
import KeyPolicy
import KeyWatch

/// Users and keys as a table or as comma-separated values, one line per key.
struct KeyTable {
    let users: [User]
    let at: Date

    private static let columns = [
        "account", "user", "type", "owner", "slack id", "key", "status", "age", "created", "last used",
    ]

    func text(_ terminal: Terminal) -> String {
        var table = TextTable(Self.columns)
        for row in rows { table.add(row) }
        return table.text(terminal)
    }

    var csv: String {
        let header = Self.columns.map { $0.split(separator: " ").joined(separator: "_") }
        return ([header] + rows).map { $0.map(Self.field).joined(separator: ",") }.joined(separator: "\n")
    }

    private var rows: [[String]] {
        users.flatMap { user in
            let owner = user.owner
            let head = [
                user.account.rawValue, user.name, owner.type.text, owner.fullName ?? "", owner.slackID ?? "",
            ]
            guard !user.keys.isEmpty else { return [head + ["", "", "", "", ""]] }
            return user.keys.sorted { $0.createdAt < $1.createdAt }.map { key in
                head + [
                    key.id.rawValue, key.status.text, "\(key.age(at: at))", CivilDate(at: key.createdAt).text,
                    key.lastUse.short,
                ]
            }
        }
    }

    /// Quoted where needed (RFC 4180); a leading sign is escaped, so that spreadsheets don't read a formula.
    private static func field(_ text: String) -> String {
        // By scalars: a carriage return and a line feed together are one character.
        let safe = text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false ? "'" + text : text
        guard safe.unicodeScalars.contains(where: { ",\"\n\r".unicodeScalars.contains($0) }) else { return safe }
        return "\"" + safe.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}

extension LastUse {
    /// For a table: a date and where, `never`, or `unknown`.
    var short: String {
        switch self {
        case .used(let at, let service, let region):
            ([CivilDate(at: at).text] + [service, region].compactMap(\.self)).joined(separator: " ")
        case .never: "never"
        case .unknown: "unknown"
        }
    }
}

/// One line per account: whether it was read completely, and with how many calls.
struct AccountLines {
    private let outcomes: [ScanOutcome]
    private let calls: [String: Int]

    init(_ outcomes: [ScanOutcome], calls: [String: Int] = [:]) {
        self.outcomes = outcomes
        self.calls = calls
    }

    func text(_ terminal: Terminal) -> String {
        outcomes.map { outcome in
            let name = "\(outcome.account.id) \(TextTable.plain(outcome.account.name))"
            let cost = calls[outcome.account.id.rawValue].map { " (\($0) calls)" } ?? ""
            guard let error = outcome.error else {
                return line("✓", .good, "\(name): read completely\(cost)", terminal)
            }
            return line("✗", .bad, "\(name): unknown, \(TextTable.plain(error))", terminal)
        }.joined(separator: "\n")
    }

    private func line(_ mark: String, _ style: Terminal.Style, _ text: String, _ terminal: Terminal) -> String {
        terminal.styled(mark, style) + terminal.wrapped("\(mark) \(text)").dropFirst(mark.count)
    }
}
