package import FoundationEssentials
package import KeyPolicy

/// The life of an exemption that somebody granted by command.
package enum ExemptionEvent: Hashable, Codable, Sendable {
    /// Takes the place of an earlier one of the same subject.
    case granted(subject: Exemption.Subject, until: Date, reason: String, approver: String)
    /// Over before its time.
    case ended(subject: Exemption.Subject, reason: String, approver: String)

    package static let grantedKind = "exemptionGranted"
    package static let endedKind = "exemptionEnded"

    package var kind: String {
        switch self {
        case .granted: Self.grantedKind
        case .ended: Self.endedKind
        }
    }
}
