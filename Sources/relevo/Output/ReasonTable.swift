import KeyPolicy
import KeyWatch

/// A held key with the findings about it.
struct FoundKey {
    let held: HeldKey
    let findings: [Finding]

    /// - Parameter findings: all of a plan. Those of a user are about a key that is held for the same reason.
    init(held: HeldKey, among findings: [Finding]) {
        self.held = held
        self.findings = findings.filter { finding in
            guard finding.user?.id == held.user.id else { return false }
            if let key = finding.key { return key.id == held.key.id }
            return finding.kind.isSame(as: held.reason)
        }
    }

    /// The reason's code, and those of the findings.
    var codes: [String] {
        findings.reduce(into: [held.reason.code.rawValue]) { codes, finding in
            if !codes.contains(finding.kind.code) { codes.append(finding.kind.code) }
        }
    }

    /// The reason once, and what the findings add to it.
    var why: String {
        let texts = findings.filter { !$0.kind.isSame(as: held.reason) }.map(\.text)
        let isTold = findings.contains { if case .pastItsDay(_, held.reason) = $0.kind { true } else { false } }
        return ((isTold ? [] : [held.reason.text]) + texts).joined(separator: " ")
    }
}

extension Finding.Kind {
    /// Whether the reason says everything that the finding says.
    fileprivate func isSame(as reason: HoldReason) -> Bool {
        switch (self, reason) {
        case (.ownerUnreachable(let found), .ownerUnreachable(let held)): found == held
        default: false
        }
    }
}

/// What several texts begin with alike: whole sentences, and the last up to a colon.
struct CommonBeginning {
    /// Empty for one text alone, and where nothing is alike.
    let text: String

    init(of texts: [String]) {
        guard texts.count > 1, let first = texts.first else {
            text = ""
            return
        }
        if texts.allSatisfy({ $0 == first }) {
            text = first
            return
        }
        let alike = texts.dropFirst().reduce(first) { shared, text in
            String(zip(shared, text).prefix { $0 == $1 }.map(\.0))
        }
        // A part ends before a space, so that the point in a name or a number ends none.
        var end = alike.startIndex
        for index in alike.indices where alike[index] == " " && index > alike.startIndex {
            if ".:".contains(alike[alike.index(before: index)]) { end = index }
        }
        text = String(alike[..<end])
    }
}

/// Keys with a reason each, grouped by it: what the reasons of a group begin with alike is said once.
struct ReasonTable {
    /// A key, and the reason.
    struct Row {
        let code: String
        let account: String
        let user: String
        /// Empty for a finding about a user or an account.
        let key: TextTable.Cell
        /// Empty where a table has none.
        let age: String
        let why: String

        init(_ found: FoundKey, _ names: AccountNames) {
            code = found.codes.joined(separator: ", ")
            account = names[found.held.account.id]
            user = found.held.user.name
            key = .init(found.held.key.id)
            age = "\(found.held.ageDays)"
            why = found.why
        }

        init(_ finding: Finding, _ names: AccountNames) {
            code = finding.kind.code
            account = names[finding.account.id]
            user = finding.user?.name ?? "-"
            key = finding.key.map { TextTable.Cell($0.id) } ?? ""
            age = ""
            why = finding.text
        }
    }

    private let rows: [Row]

    init(_ rows: [Row]) { self.rows = rows }

    func text(_ terminal: Terminal) -> String {
        var table = TextTable([.name("account"), .name("user"), .whole("key"), .whole("age"), .sentence("why")])
        for (code, group) in rows.grouped(by: \.code) {
            let common = CommonBeginning(of: group.map(\.why)).text
            let count = Totals.count(group.count, group.contains { $0.key.full.isEmpty } ? "user" : "key")
            table.addHeading("\(code): \(common.isEmpty ? count : common)")
            for row in group {
                var rest = row.why.dropFirst(common.count)
                while rest.first == " " { rest.removeFirst() }
                table.add([.init(row.account), .init(row.user), row.key, .init(row.age), .init(String(rest))])
            }
        }
        return table.text(terminal)
    }
}
