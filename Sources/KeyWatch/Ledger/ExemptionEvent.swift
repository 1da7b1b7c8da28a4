package import FoundationEssentials
package import KeyPolicy

/// The life of an exemption that somebody granted by command, and when one was seen that was to last too long.
package enum ExemptionEvent: Hashable, Codable, Sendable {
    /// Takes the place of an earlier one of the same subject.
    case granted(subject: Exemption.Subject, until: Date, reason: String, approver: String)
    /// Over before its time.
    case ended(subject: Exemption.Subject, reason: String, approver: String)

    /// In the configuration or a user's tags, and to last longer than one may at a time: that time counts from here.
    case seen(sight: Exemption.Sight)

    package static let grantedKind = "exemptionGranted"
    package static let endedKind = "exemptionEnded"
    package static let seenKind = "exemptionSeen"

    package var kind: String {
        switch self {
        case .granted: Self.grantedKind
        case .ended: Self.endedKind
        case .seen: Self.seenKind
        }
    }
}
