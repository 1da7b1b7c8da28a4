import FoundationEssentials

/// One thing that Relevo needs, and whether it has it.
struct Check: Hashable, Sendable {
    enum Verdict: Hashable, Sendable {
        case good
        /// The fix.
        case bad(fix: String)
        /// Not checked, or not needed; with what would help, if anything would.
        case unknown(fix: String?)
    }

    /// The kind of check, for programs: `audit-permission`.
    let id: String
    /// What is checked, for people.
    let subject: String
    let verdict: Verdict
    /// The result, as the rest of a sentence that starts with the subject.
    let meaning: String

    static func good(_ id: String, _ subject: String, _ meaning: String) -> Check {
        Check(id: id, subject: subject, verdict: .good, meaning: meaning)
    }

    static func bad(_ id: String, _ subject: String, _ meaning: String, fix: String) -> Check {
        Check(id: id, subject: subject, verdict: .bad(fix: fix), meaning: meaning)
    }

    static func unknown(_ id: String, _ subject: String, _ meaning: String, fix: String? = nil) -> Check {
        Check(id: id, subject: subject, verdict: .unknown(fix: fix), meaning: meaning)
    }

    /// True, false, or nil for what was not checked.
    var ok: Bool? {
        switch verdict {
        case .good: true
        case .bad: false
        case .unknown: nil
        }
    }

    var fix: String? {
        switch verdict {
        case .good: nil
        case .bad(let fix): fix
        case .unknown(let fix): fix
        }
    }
}

/// The checks as text: one line each, and a count.
struct DoctorText {
    private let checks: [Check]

    init(_ checks: [Check]) { self.checks = checks }

    func text(_ terminal: Terminal) -> String {
        (checks.map { line($0, terminal) } + ["", terminal.styled(count, .strong)]).joined(separator: "\n")
    }

    private func line(_ check: Check, _ terminal: Terminal) -> String {
        let (mark, style): (String, Terminal.Style) =
            switch check.verdict {
            case .good: ("✓", .good)
            case .bad: ("✗", .bad)
            case .unknown: ("–", .faint)
            }
        let fix = check.fix.map { " → \(TextTable.plain($0))" } ?? ""
        // Names and answers are foreign text.
        let text = "\(mark) \(check.id) \(TextTable.plain(check.subject)): \(TextTable.plain(check.meaning))\(fix)"
        return terminal.styled(mark, style) + terminal.wrapped(text).dropFirst(mark.count)
    }

    private var count: String {
        let good = checks.count { $0.ok == true }
        let bad = checks.count { $0.ok == false }
        return "\(good) passed, \(bad) to fix, \(checks.count - good - bad) not checked."
    }
}

/// What `relevo doctor --format json` prints.
struct DoctorDocument: Encodable {
    private let checks: [Check]

    init(_ checks: [Check]) { self.checks = checks }

    func json(pretty: Bool) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting =
            pretty
            ? [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes] : [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    private enum CodingKeys: String, CodingKey { case schemaVersion, checks }

    private enum CheckKeys: String, CodingKey { case id, subject, ok, meaning, fix }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(1, forKey: .schemaVersion)
        var list = container.nestedUnkeyedContainer(forKey: .checks)
        for check in checks {
            var item = list.nestedContainer(keyedBy: CheckKeys.self)
            try item.encode(check.id, forKey: .id)
            try item.encode(check.subject, forKey: .subject)
            // Null is an answer here: not checked, and `meaning` says why.
            try item.encode(check.ok, forKey: .ok)
            try item.encode(check.meaning, forKey: .meaning)
            try item.encodeIfPresent(check.fix, forKey: .fix)
        }
    }
}
