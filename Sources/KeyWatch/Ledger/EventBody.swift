package import KeyPolicy

/// What an event says. Encoded as JSON with the case's name as its only key; fields added later are ignored by older readers.
package enum EventBody: Hashable, Codable, Sendable {
    case key(event: KeyEvent)
    case account(event: AccountEvent)
    case word(event: OutboxEvent)
    case run(event: RunEvent)
    case exemption(event: ExemptionEvent)
    case stop(event: StopEvent)

    /// The stable word for the kind, as stored and shown.
    package var kind: String {
        switch self {
        case .key(let event): event.kind
        case .account(let event): event.kind
        case .word(let event): event.kind
        case .run(let event): event.kind
        case .exemption(let event): event.kind
        case .stop(let event): event.kind
        }
    }
}

extension KeyEvent {
    package var kind: String {
        switch self {
        case .noticeClaimed: "noticeClaimed"
        case .noticeDelivered: "noticeDelivered"
        case .noticeMirrored: "noticeMirrored"
        case .noticeFailed: "noticeFailed"
        case .recipientRefused: "recipientRefused"
        case .recipientUnclear: "recipientUnclear"
        case .roundEnded: "roundEnded"
        case .heldByRate: "heldByRate"
        case .heldByAlarm: "heldByAlarm"
        case .deactivationIntended: "deactivationIntended"
        case .deactivated: "deactivated"
        case .deactivationFailed: "deactivationFailed"
        case .restoreIntended: "restoreIntended"
        case .restored: "restored"
        case .restoreFailed: "restoreFailed"
        case .restoreTold: "restoreTold"
        case .overdueCounted: "overdueCounted"
        case .announced(let told): told.kind.rawValue
        case .gone: "gone"
        }
    }
}
