import FoundationEssentials

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

    private enum CheckKeys: String, CodingKey { case id, subject, ok, meaning, mend }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(1, forKey: .schemaVersion)
        var list = container.nestedUnkeyedContainer(forKey: .checks)
        for check in checks {
            var item = list.nestedContainer(keyedBy: CheckKeys.self)
            try item.encode(check.id, forKey: .id)
            try item.encode(check.subject, forKey: .subject)
            // Null is an answer here: not checked, and the meaning says why.
            try item.encode(check.ok, forKey: .ok)
            try item.encode(check.meaning, forKey: .meaning)
            try item.encodeIfPresent(check.mend, forKey: .mend)
        }
    }
}
