package import FoundationEssentials

/// The latest deadline in the delivered binding notices of a key's current round, to today's recipient.
package struct KeyPromise: Hashable, Codable, Sendable {
    package let deadline: Date
    package let recipient: Recipient
    package let firstBindingDelivery: Date
    /// Others who were given the deadline of a last notice, and are notified of the result.
    package let others: [Recipient]

    package init(
        deadline: Date, recipient: Recipient, firstBindingDelivery: Date, others: [Recipient] = []
    ) {
        self.deadline = deadline
        self.recipient = recipient
        self.firstBindingDelivery = firstBindingDelivery
        self.others = others
    }

    /// `others` came later, and is missing in what an earlier version wrote.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            deadline: try container.decode(Date.self, forKey: .deadline),
            recipient: try container.decode(Recipient.self, forKey: .recipient),
            firstBindingDelivery: try container.decode(Date.self, forKey: .firstBindingDelivery),
            others: try container.decodeIfPresent([Recipient].self, forKey: .others) ?? [])
    }
}

/// A deadline that somebody was given for a key, or may have been, and that is still open: it takes a place among that
/// day's deactivations. So does the end of a restore.
///
/// Ledgers keep one for each such key; what they keep is this fold of the key's events and nothing else.
package struct OpenPromise: Hashable, Codable, Sendable {
    private struct Told: Hashable, Codable, Sendable {
        let message: MessageID
        let deadline: Date
    }

    package let address: KeyAddress
    /// 0: no notice of a round was queued yet, only a restore begun.
    private let round: Int
    /// The binding notices of the round that were read or may have been.
    private var told: [Told] = []
    private var restoredUntil: Date?

    private init(_ address: KeyAddress, round: Int) {
        self.address = address
        self.round = round
    }

    /// The latest deadline in the round that anyone may have read.
    package var deadline: Date {
        (told.map(\.deadline) + [restoredUntil].compactMap(\.self)).max() ?? .distantPast
    }

    private var ifAny: OpenPromise? { told.isEmpty && restoredUntil == nil ? nil : self }

    /// What is open for a key after an event about it, when `open` was before; nil when nothing is.
    package static func after(_ event: KeyEvent, about address: KeyAddress, open: OpenPromise?) -> OpenPromise? {
        switch event {
        case .noticeQueued(let notice):
            var next = open.flatMap { $0.round == notice.round ? $0 : nil } ?? OpenPromise(address, round: notice.round)
            if notice.isBinding { next.told.append(Told(message: notice.message, deadline: notice.deadline)) }
            return next.ifAny
        case .noticeFailed(let message, _, mayHaveArrived: false):
            var next = open
            next?.told.removeAll { $0.message == message }
            return next?.ifAny
        case .roundEnded, .deactivated, .gone: return nil
        case .restoreIntended(let until, _):
            var next = open ?? OpenPromise(address, round: 0)
            next.restoredUntil = until
            return next
        case .restoreFailed:
            var next = open
            next?.restoredUntil = nil
            return next?.ifAny
        case .noticeDelivered, .channelCopyDelivered, .noticeFailed, .recipientRefused, .recipientUnclear, .heldByRate,
            .heldByAlarm, .deactivationIntended, .deactivationFailed, .restored, .restoreTold, .overdueCounted,
            .announced:
            return open
        }
    }
}
