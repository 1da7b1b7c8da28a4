import FoundationEssentials
package import KeyPolicy

/// One stop in force as JSON.
struct StopDocument: Encodable {
    private let accountId: String?
    private let userId: String?
    private let since: String
    private let code: String
    private let by: String?
    private let text: String

    private enum CodingKeys: String, CodingKey { case accountId, userId, since, code, by, text }

    init(_ stop: Stop) {
        (accountId, userId) =
            switch stop.scope {
            case .everything: (nil, nil)
            case .account(let id): (id.rawValue, nil)
            case .user(let account, let id): (account.rawValue, id.rawValue)
            }
        since = stop.since.isoInstant
        code = stop.cause.code
        by = if case .person(let by, _) = stop.cause { by } else { nil }
        text = stop.text
    }

    /// Written by hand so that a missing value is null and not left out.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(accountId, forKey: .accountId)
        try container.encode(userId, forKey: .userId)
        try container.encode(since, forKey: .since)
        try container.encode(code, forKey: .code)
        try container.encode(by, forKey: .by)
        try container.encode(text, forKey: .text)
    }
}

/// One exemption in force as JSON, in plans and in `relevo exempt --list`.
package struct ExemptionDocument: Encodable {
    private let exemption: ExemptionInForce

    private enum CodingKeys: String, CodingKey {
        case accountId, userId, userName, accessKeyId, until, reason, approver, source, flaws
    }

    package init(_ exemption: ExemptionInForce) { self.exemption = exemption }

    /// Written by hand so that a missing value is null and not left out.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(exemption.account.id.rawValue, forKey: .accountId)
        try container.encode(exemption.user.id.rawValue, forKey: .userId)
        try container.encode(exemption.user.name, forKey: .userName)
        try container.encode(exemption.key?.rawValue, forKey: .accessKeyId)
        try container.encode(exemption.exemption.until?.isoInstant, forKey: .until)
        try container.encode(exemption.exemption.reason, forKey: .reason)
        try container.encode(exemption.exemption.approver, forKey: .approver)
        try container.encode(exemption.exemption.source.rawValue, forKey: .source)
        try container.encode(exemption.flaws.map(\.rawValue), forKey: .flaws)
    }
}

/// One finding as JSON.
struct FindingDocument: Encodable {
    let code: String
    let text: String
    let accountId: String
    /// Absent for a finding about an account.
    let userId: String?
    let userName: String?
    /// Absent for a finding about an account or a user.
    let accessKeyId: String?
    /// Days past the first promised deadline that no approver agreed to.
    let overdueDays: Int

    init(_ finding: Finding) {
        code = finding.kind.code
        text = finding.text
        accountId = finding.account.id.rawValue
        userId = finding.user?.id.rawValue
        userName = finding.user?.name
        accessKeyId = finding.key?.id.rawValue
        overdueDays = finding.overdueDays
    }
}
