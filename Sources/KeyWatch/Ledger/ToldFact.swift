package import KeyPolicy

/// A fact about a key that comes true when a word has been told.
package struct ToldFact: Hashable, Codable, Sendable {
    package enum Kind: Hashable, Codable, Sendable {
        case announced
        case thanked
        case reactivationSeen
        /// The copy of the notice that went out in that message.
        case mirrored(notice: MessageID)
    }

    package let address: KeyAddress
    package let kind: Kind

    package init(address: KeyAddress, kind: Kind) {
        self.address = address
        self.kind = kind
    }

    func event(_ delivery: Delivery) -> KeyEvent {
        switch kind {
        case .announced: .announced
        case .thanked: .thanked
        case .reactivationSeen: .reactivationSeen
        case .mirrored(let notice): .noticeMirrored(message: notice, delivery: delivery)
        }
    }
}
