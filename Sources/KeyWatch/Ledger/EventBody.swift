package import FoundationEssentials
package import KeyPolicy

/// The content of an event. Encoded as JSON with the case's name as its only key; older readers ignore fields that
/// were added later.
package enum EventBody: Hashable, Codable, Sendable {
    case key(event: KeyEvent)
    case account(event: AccountEvent)
    case outbox(event: OutboxEvent)
    case run(event: RunEvent)
    case exemption(event: ExemptionEvent)
    case stop(event: StopEvent)

    package var kind: EventKind {
        switch self {
        case .key(let event): event.kind
        case .account(let event): event.kind
        case .outbox(let event): event.kind
        case .run(let event): event.kind
        case .exemption(let event): event.kind
        case .stop(let event): event.kind
        }
    }
}

extension KeyEvent {
    package var kind: EventKind {
        switch self {
        case .noticeQueued: .noticeQueued
        case .noticeDelivered: .noticeDelivered
        case .channelCopyDelivered: .channelCopyDelivered
        case .noticeFailed: .noticeFailed
        case .recipientRefused: .recipientRefused
        case .recipientUnclear: .recipientUnclear
        case .roundEnded: .roundEnded
        case .heldByRate: .heldByRate
        case .heldByAlarm: .heldByAlarm
        case .deactivationIntended: .deactivationIntended
        case .deactivated: .deactivated
        case .deactivationFailed: .deactivationFailed
        case .restoreIntended: .restoreIntended
        case .restored: .restored
        case .restoreFailed: .restoreFailed
        case .restoreTold: .restoreTold
        case .overdueCounted: .overdueCounted
        case .announced(let told): .announced(told.kind)
        case .gone: .gone
        }
    }
}

/// One fact about an account.
package enum AccountEvent: Hashable, Codable, Sendable {
    /// Its first complete scan began at `since`: keys created later are new.
    case known(since: Date)
    /// It is no longer watched; the reason is the one first seen.
    case left(reason: AccountAbsence)
    /// It is watched again.
    case returned

    package var kind: EventKind {
        switch self {
        case .known: .accountKnown
        case .left: .accountLeft
        case .returned: .accountReturned
        }
    }
}

/// Exemptions granted and ended by command (in the inbox), and when an exemption that is too long was first seen (in
/// the account's stream).
package enum ExemptionEvent: Hashable, Codable, Sendable {
    /// Replaces an earlier one of the same subject.
    case granted(account: AccountID, subject: Exemption.Subject, until: Date, reason: String, approver: String)
    /// Ended before its time.
    case ended(account: AccountID, subject: Exemption.Subject, reason: String, approver: String)

    /// In the configuration or a user's tags, and longer than one exemption may last: that time counts from this
    /// event.
    case seen(sight: Exemption.Sight)

    package var kind: EventKind {
        switch self {
        case .granted: .exemptionGranted
        case .ended: .exemptionEnded
        case .seen: .exemptionSeen
        }
    }
}

/// Stops and their ends, in the inbox.
package enum StopEvent: Hashable, Codable, Sendable {
    case stopped(stop: Stop)
    /// Ends every stop in exactly that scope.
    case resumed(scope: Stop.Scope, by: String, reason: String)

    package var kind: EventKind {
        switch self {
        case .stopped: .stopped
        case .resumed: .resumed
        }
    }
}
