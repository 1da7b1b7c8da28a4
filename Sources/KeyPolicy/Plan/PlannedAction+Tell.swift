package import FoundationEssentials

extension PlannedAction {
    /// Something to be told about a key that asks nobody to rotate it.
    package enum Tell: Hashable, Sendable {
        /// Somebody used a decoy's key.
        case decoyUsed(at: Date, service: String?, region: String?)
        /// A key that was switched on again for a while goes off soon.
        case restoreEnding(until: Date)
        /// It lies idle while its successor is in use: its owner may agree to retire it early.
        case retirementOffered(successor: AccessKeyID)

        /// Somebody else answers for the key than the recipient of this message, who was told that deadline.
        case ownerChanged(to: Recipient, deadline: Date, round: Int)
        /// To a recipient of earlier rounds: the last notice went to the recipient of today.
        case lastNotice(deadline: Date, round: Int)

        /// The word that JSON uses for it.
        package var word: String {
            switch self {
            case .decoyUsed: "decoyUsed"
            case .restoreEnding: "restoreEnding"
            case .retirementOffered: "retirementOffered"
            case .ownerChanged: "ownerChanged"
            case .lastNotice: "lastNotice"
            }
        }
    }
}
