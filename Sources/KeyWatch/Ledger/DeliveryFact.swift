package import FoundationEssentials
package import KeyPolicy

/// What becomes true of a key when a message has been delivered.
package struct DeliveryFact: Hashable, Codable, Sendable {
    package enum Kind: Hashable, Codable, Sendable {
        case announced(told: Announcement.Told)
        case restoreTold(until: Date, recipient: Recipient)
        /// The channel copy of the notice that went out in that message.
        case mirrored(notice: MessageID)
    }

    package let address: KeyAddress
    package let kind: Kind

    package init(address: KeyAddress, kind: Kind) {
        self.address = address
        self.kind = kind
    }

    /// The event that the delivery appends.
    func event(_ delivery: Delivery) -> KeyEvent {
        switch kind {
        case .announced(let told): .announced(told: told)
        case .restoreTold(let until, let recipient): .restoreTold(until: until, recipient: recipient)
        case .mirrored(let notice): .noticeMirrored(message: notice, delivery: delivery)
        }
    }
}
