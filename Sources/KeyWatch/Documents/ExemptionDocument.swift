import FoundationEssentials
package import KeyPolicy

/// One exemption in force as JSON, in plans and in `relevo exempt --list`.
package struct ExemptionDocument: Encodable {
    private let exemption: ExemptionInForce

    private enum CodingKeys: String, CodingKey {
        case accountId, userId, userName, accessKeyId, until, reason, approver, source, flaws
    }

    package init(_ exemption: ExemptionInForce) { self.exemption = exemption }

    /// Written by hand so that what is missing is null and not left out.
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
