package import FoundationEssentials

/// A message about a key that is sent once and asks nobody to rotate it.
///
/// A kind is declared only here: its row says how often it is sent (for example, once per key), to whom, and until when
/// it is true. Everything that sends, records, forecasts and prints announcements follows the row.
package enum Announcement: Hashable, Codable, Sendable {
    /// Somebody used a decoy's key.
    case decoyUsed(at: Date, service: String?, region: String?)
    /// A key created after its account's first complete scan. `expected`: its owner is being asked to rotate.
    case newKey(expected: Bool)
    /// Deactivated by Relevo and found Active again.
    case reactivated
    /// Its owner has left, by the recipient that they were.
    case ownerLeft(owner: Recipient)
    /// A key that was activated again for a while is deactivated soon.
    case restoreEnding(until: Date)
    /// An exemption is over soon.
    case exemptionEnding(Exemption)
    /// The key is unused while its successor is in use: its owner may deactivate it early.
    case retirementOffered(successor: AccessKeyID)
    /// The key's recipient is now somebody other than this message's, who was given that deadline. `because`: why this
    /// recipient can't be reached any more; nil where the owner changed.
    case ownerChanged(to: Recipient, deadline: Date, round: Int, because: UnreachableReason?)
    /// To a recipient of earlier rounds: the last notice went to the recipient of today.
    case lastNotice(deadline: Date, round: Int)
    /// Done, thank you: gone or Inactive, and a younger key is there.
    case rotated(successor: AccessKeyID)

    /// The kinds, in the order in which they are sent: alarms first. JSON and the ledger use these names.
    package enum Kind: String, CaseIterable, Hashable, Codable, Sendable {
        case decoyUsed, ownerLeft, newKey, reactivated, restoreEnding, exemptionEnding, retirementOffered
        case ownerChanged, lastNotice, rotated
    }

    /// What it is sent once for.
    package enum Occasion: Hashable, Codable, Sendable {
        case key
        case instant(at: Date)
        case round(number: Int)
        case successor(key: AccessKeyID)
        case owner(recipient: Recipient)
    }

    /// What the ledger records once it was delivered.
    package struct Told: Hashable, Codable, Sendable {
        package let kind: Kind
        package let occasion: Occasion
        /// Set where each recipient's delivery counts for itself; nil where one message to the channel counts for all.
        package let recipient: Recipient?
    }

    /// What is true of one kind.
    package struct Row: Sendable {
        package let kind: Kind
        /// As a table names it.
        package let label: String
        package let occasion: Occasion
        /// Whether only the channel is notified, and not the owner.
        package var isForChannelOnly = false
        package var countsByRecipient = false
        /// From then on what it says is no longer true; nil for what stays true.
        package var trueUntil: Date?
        /// The day that its text names.
        package var day: Date?
        /// Whether the key is deactivated on that day.
        package var isAboutDeactivation = false
    }

    package var row: Row {
        switch self {
        // Only the channel: the owner may be the one who used the decoy.
        case .decoyUsed(let at, _, _):
            Row(kind: .decoyUsed, label: "decoy used", occasion: .instant(at: at), isForChannelOnly: true)
        case .newKey(let expected):
            Row(kind: .newKey, label: expected ? "new key (expected)" : "new key", occasion: .key)
        case .reactivated: Row(kind: .reactivated, label: "reactivated", occasion: .key)
        case .ownerLeft(let owner):
            Row(kind: .ownerLeft, label: "owner left", occasion: .owner(recipient: owner), isForChannelOnly: true)
        case .restoreEnding(let until):
            Row(
                kind: .restoreEnding, label: "restore ending", occasion: .instant(at: until), trueUntil: until,
                day: until, isAboutDeactivation: true)
        case .exemptionEnding(let exemption):
            Row(
                kind: .exemptionEnding, label: "exemption ending",
                occasion: exemption.until.map { .instant(at: $0) } ?? .key, trueUntil: exemption.until,
                day: exemption.until)
        case .retirementOffered(let successor):
            Row(
                kind: .retirementOffered, label: "deactivate early?", occasion: .successor(key: successor),
                countsByRecipient: true)
        // Somebody who can't be reached in Slack gets nothing.
        case .ownerChanged(_, let deadline, let round, let because):
            Row(
                kind: .ownerChanged, label: "owner changed", occasion: .round(number: round),
                isForChannelOnly: because != nil, day: deadline)
        case .lastNotice(let deadline, let round):
            Row(
                kind: .lastNotice, label: "last notice (earlier owner)", occasion: .round(number: round),
                countsByRecipient: true, day: deadline, isAboutDeactivation: true)
        case .rotated(let successor):
            Row(kind: .rotated, label: "rotated", occasion: .successor(key: successor))
        }
    }

    /// What is recorded once it was delivered to `recipient`.
    package func told(to recipient: Recipient) -> Told {
        let row = row
        return Told(kind: row.kind, occasion: row.occasion, recipient: row.countsByRecipient ? recipient : nil)
    }
}
