package import FoundationEssentials

extension PlannedAction {
    /// Something to be told about a key that asks nobody to rotate it.
    package enum Tell: Hashable, Sendable {
        /// Somebody used a decoy's key.
        case decoyUsed(at: Date, service: String?, region: String?)
        /// A key that was switched on again for a while goes off soon.
        case restoreEnding(until: Date)
        /// It is unused while its successor is in use: its owner may deactivate it early.
        case retirementOffered(successor: AccessKeyID)

        /// Somebody else answers for the key than the recipient of this message, who was told that deadline. `because`: why
        /// that one can't be reached any more; nil where the owner is another one.
        case ownerChanged(to: Recipient, deadline: Date, round: Int, because: UnreachableReason?)
        /// To a recipient of earlier rounds: the last notice went to the recipient of today.
        case lastNotice(deadline: Date, round: Int)

        /// Whether the channel alone is told: who took a decoy may be its owner, and Slack has said that somebody who can't be
        /// reached gets nothing.
        package var isForChannelOnly: Bool {
            switch self {
            case .decoyUsed, .ownerChanged(_, _, _, because: .some): true
            case .restoreEnding, .retirementOffered, .ownerChanged, .lastNotice: false
            }
        }

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
