import FoundationEssentials
import KeyPolicy
import KeyWatch

/// Users and keys as a table or as comma-separated values, one line per key.
struct KeyTable {
    let users: [User]
    /// The accounts that were read; users name theirs by number only.
    var accounts: [Account] = []
    let at: Date
    /// In days: `policy.deactivate-at`.
    var maximumAge = 91

    private static let columns: [TextTable.Column] = [
        .name("account"), .name("user"), .whole("type", rank: 3), .name("owner", rank: 2), .name("slack id"),
        .whole("key"), .whole("status"), .whole("age"), .whole("created", rank: 1), .whole("last used"),
    ]

    func text(_ terminal: Terminal) -> String {
        let names = AccountNames(accounts)
        var table = TextTable(Self.columns)
        for (user, key) in pairs {
            let owner = user.owner
            let cells: [TextTable.Cell] = [
                .init(names[user.account]), .init(user.name), .init(owner.type.text), .init(owner.fullName ?? ""),
                contact(owner),
            ]
            table.add(cells + (key.map(self.cells) ?? []))
        }
        return [table.isEmpty ? nil : table.text(terminal), totals.text(terminal)].compactMap(\.self)
            .joined(separator: "\n\n")
    }

    /// Who lacks an id is seen at every width; where there is no room for the type, so is who lacks one. Machines do
    /// without an id.
    private func contact(_ owner: Owner) -> TextTable.Cell {
        switch owner.type {
        case .machine: .init(owner.slackID ?? "")
        case .engineer: .init(owner.slackID ?? "none")
        case .unknown: .init(owner.slackID ?? "none", short: "no type")
        }
    }

    private func cells(_ key: AccessKey) -> [TextTable.Cell] {
        [
            .init(key.id), .init(key.status.text), .init("\(key.age(at: at))"),
            .init(CivilDate(at: key.createdAt).text), .init(key.lastUse.short, short: key.lastUse.day),
        ]
    }

    private var totals: Totals {
        let keys = users.flatMap(\.keys)
        let active = keys.filter { $0.status == .active }
        return Totals([
            "\(Totals.count(keys.count, "key")) of \(Totals.count(users.count, "user"))", "\(active.count) active",
            "\(active.count { $0.age(at: at) >= maximumAge }) of them at least \(maximumAge) days old",
        ])
    }

    var csv: String {
        let header = [
            "account", "user", "type", "owner", "slack_id", "key", "status", "age", "created", "last_used",
        ]
        return ([header] + rows).map { $0.map(Self.field).joined(separator: ",") }.joined(separator: "\n")
    }

    private var rows: [[String]] {
        pairs.map { user, key in
            let owner = user.owner
            let head = [
                user.account.rawValue, user.name, owner.type.text, owner.fullName ?? "", owner.slackID ?? "",
            ]
            guard let key else { return head + ["", "", "", "", ""] }
            return head + [
                key.id.rawValue, key.status.text, "\(key.age(at: at))", CivilDate(at: key.createdAt).text,
                key.lastUse.short,
            ]
        }
    }

    /// Each user with each of their keys, the older first; a user without keys stands alone.
    private var pairs: [(User, AccessKey?)] {
        users.flatMap { user -> [(User, AccessKey?)] in
            guard !user.keys.isEmpty else { return [(user, nil)] }
            return user.keys.sorted { $0.createdAt < $1.createdAt }.map { (user, $0) }
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
        case .used(_, let service, let region):
            ([day] + [service, region].compactMap(\.self)).joined(separator: " ")
        case .never, .unknown: day
        }
    }

    /// The date alone.
    fileprivate var day: String {
        switch self {
        case .used(let at, _, _): CivilDate(at: at).text
        case .never: "never"
        case .unknown: "unknown"
        }
    }
}
