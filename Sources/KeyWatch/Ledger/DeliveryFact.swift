package import FoundationEssentials
package import KeyPolicy

/// A fact about a key that comes true when a word has been told.
package struct DeliveryFact: Hashable, Codable, Sendable {
    package enum Kind: Hashable, Codable, Sendable {
        case announced
        case thanked
        case reactivationSeen
        case exemptionEndingTold(until: Date)
        case decoyUseTold(at: Date)
        case restoreTold(until: Date, recipient: Recipient)
        case restoreEndingTold(until: Date)
        case retirementOffered(successor: AccessKeyID, recipient: Recipient)
        case ownerChangeTold(round: Int)
        case lastNoticeTold(round: Int, recipient: Recipient)
        /// The copy of the notice that went out in that message.
        case mirrored(notice: MessageID)
    }

    package let address: KeyAddress
    package let kind: Kind

    package init(address: KeyAddress, kind: Kind) {
        self.address = address
        self.kind = kind
    }

    /// Whether it is true of whoever was told and not of the key alone.
    var isAboutRecipient: Bool {
        switch kind {
        case .retirementOffered, .restoreTold, .lastNoticeTold: true
        case .announced, .thanked, .reactivationSeen, .exemptionEndingTold, .decoyUseTold, .restoreEndingTold,
            .ownerChangeTold, .mirrored:
            false
        }
    }

    func event(_ delivery: Delivery) -> KeyEvent {
        switch kind {
        case .announced: .announced
        case .thanked: .thanked
        case .reactivationSeen: .reactivationSeen
        case .exemptionEndingTold(let until): .exemptionEndingTold(until: until)
        case .decoyUseTold(let at): .decoyUseTold(at: at)
        case .restoreTold(let until, let recipient): .restoreTold(until: until, recipient: recipient)
        case .restoreEndingTold(let until): .restoreEndingTold(until: until)
        case .retirementOffered(let successor, let recipient):
            .retirementOffered(successor: successor, recipient: recipient)
        case .ownerChangeTold(let round): .ownerChangeTold(round: round)
        case .lastNoticeTold(let round, let recipient): .lastNoticeTold(round: round, recipient: recipient)
        case .mirrored(let notice): .noticeMirrored(message: notice, delivery: delivery)
        }
    }
}
