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

        /// The word that JSON uses for it.
        package var word: String {
            switch self {
            case .decoyUsed: "decoyUsed"
            case .restoreEnding: "restoreEnding"
            case .retirementOffered: "retirementOffered"
            }
        }
    }
}
