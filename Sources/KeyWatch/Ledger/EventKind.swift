package import KeyPolicy

/// What kind of fact an event is, by the stable name that the ledger stores and shows.
///
/// These are all the names that this version writes; an announcement's kind has the announcement's own name.
package struct EventKind: Hashable, Sendable {
    package let name: String

    private init(_ name: String) { self.name = name }

    // About a key.
    package static let noticeQueued = EventKind("noticeQueued")
    package static let noticeDelivered = EventKind("noticeDelivered")
    package static let channelCopyDelivered = EventKind("channelCopyDelivered")
    package static let noticeFailed = EventKind("noticeFailed")
    package static let recipientRefused = EventKind("recipientRefused")
    package static let recipientUnclear = EventKind("recipientUnclear")
    package static let roundEnded = EventKind("roundEnded")
    package static let heldByRate = EventKind("heldByRate")
    package static let heldByAlarm = EventKind("heldByAlarm")
    package static let deactivationIntended = EventKind("deactivationIntended")
    package static let deactivated = EventKind("deactivated")
    package static let deactivationFailed = EventKind("deactivationFailed")
    package static let restoreIntended = EventKind("restoreIntended")
    package static let restored = EventKind("restored")
    package static let restoreFailed = EventKind("restoreFailed")
    package static let restoreTold = EventKind("restoreTold")
    package static let overdueCounted = EventKind("overdueCounted")
    package static let gone = EventKind("gone")
    package static func announced(_ kind: Announcement.Kind) -> EventKind { EventKind(kind.rawValue) }

    // About an account or a user.
    package static let accountKnown = EventKind("accountKnown")
    package static let accountLeft = EventKind("accountLeft")
    package static let accountReturned = EventKind("accountReturned")
    package static let exemptionGranted = EventKind("exemptionGranted")
    package static let exemptionEnded = EventKind("exemptionEnded")
    package static let exemptionSeen = EventKind("exemptionSeen")

    // About a run.
    package static let runStarted = EventKind("runStarted")
    package static let summaryPosted = EventKind("summaryPosted")
    package static let runEnded = EventKind("runEnded")
    package static let runRefused = EventKind("runRefused")
    package static let deactivationsServed = EventKind("deactivationsServed")
    package static let brakeReleased = EventKind("brakeReleased")
    package static let channelRead = EventKind("channelRead")
    package static let markerSeen = EventKind("markerSeen")
    package static let markerPosted = EventKind("markerPosted")
    package static let ledgerDoubted = EventKind("ledgerDoubted")
    package static let ledgerConfirmed = EventKind("ledgerConfirmed")
    package static let ledgerGapAccepted = EventKind("ledgerGapAccepted")
    package static let settingsRecorded = EventKind("settingsRecorded")
    package static let unconfirmedNamed = EventKind("unconfirmedNamed")
    package static let unreachableNamed = EventKind("unreachableNamed")

    // In the outbox and the inbox.
    package static let messageQueued = EventKind("messageQueued")
    package static let messageSent = EventKind("messageSent")
    package static let messageWithdrawn = EventKind("messageWithdrawn")
    package static let stopped = EventKind("stopped")
    package static let resumed = EventKind("resumed")
}
