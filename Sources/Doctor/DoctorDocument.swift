import FoundationEssentials
import KeyPolicy

/// What `relevo doctor --format json` prints.
package struct DoctorDocument: Encodable {
    private let checks: [Check]

    /// - Parameter checks: in the order in which they are shown.
    package init(_ checks: [Check]) { self.checks = checks }

    /// - Parameter pretty: on several lines, for a terminal.
    package func json(pretty: Bool) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting =
            pretty
            ? [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes] : [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    private enum CodingKeys: String, CodingKey { case schemaVersion, checks }

    private enum CheckKeys: String, CodingKey { case id, subject, accountId, status, ok, meaning, fix }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(1, forKey: .schemaVersion)
        var list = container.nestedUnkeyedContainer(forKey: .checks)
        for check in checks {
            var item = list.nestedContainer(keyedBy: CheckKeys.self)
            try item.encode(check.id, forKey: .id)
            try item.encode(check.subject, forKey: .subject)
            try item.encodeIfPresent(check.account?.id.rawValue, forKey: .accountId)
            try item.encode(check.verdict.status, forKey: .status)
            // Null is an answer here: a warning, or not checked, and `meaning` says why.
            try item.encode(check.ok, forKey: .ok)
            try item.encode(check.meaning, forKey: .meaning)
            try item.encodeIfPresent(check.fix, forKey: .fix)
        }
    }
}

extension Check.Verdict {
    fileprivate var status: String {
        switch self {
        case .good: "passed"
        case .bad: "failed"
        case .warning: "warning"
        case .unknown: "notChecked"
        }
    }
}
