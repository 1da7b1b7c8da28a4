package import FoundationEssentials
package import KeyPolicy

/// One fact about a run.
package enum RunEvent: Hashable, Codable, Sendable {
    case started(version: String)
    case summaryPosted(delivery: Delivery)
    /// The run's last event: `root` is the root of all streams before it, and `heads` are the heads that changed since
    /// the last run ended, so that a truncated stream is noticed.
    case ended(root: String, heads: [StreamHead], counts: [String: Int], exitStatus: Int)
    case refused(reason: String)
    /// Every deactivation that was due as of that instant was carried out, or waits for its turn; except in the
    /// accounts `except`, where all of them were held.
    case deactivationsServed(asOf: Date, except: [AccountID])
    /// Somebody released exactly what the alarm stopped in `run`, for 24 hours.
    case brakeReleased(run: RunID, keys: [KeyAddress])
    /// A channel that summaries go to, or went to, was read.
    case channelRead(channel: String, point: ChannelPoint)
    /// A run that this ledger doesn't know made promises.
    case markerSeen(marker: SeenMarker)
    /// It is unknown whether the ledger is the newest, until the next `ledgerConfirmed` or until somebody accepts it.
    case ledgerDoubted(why: String)
    case ledgerConfirmed
    /// Somebody continued although runs up to `run` are lost or, without `run`, although it is unknown whether any
    /// are: earlier notices don't count, and nothing is deactivated before `floor`.
    case ledgerGapAccepted(run: RunID?, floor: Date)

    /// The configuration that a run decided with, where it changed; `changes` is empty for a ledger's first.
    case settingsRecorded(digest: String, settings: SettingsSnapshot, changes: [SettingChange])
    /// A command's message carries a marker, so the command's run is known like any other.
    case markerPosted
    /// The channel was notified which users wait for an approver to confirm that they are machines.
    case unconfirmedNamed(users: [UserID])
    /// A message to the channel about these users, whose owners can't be reached, was queued.
    case unreachableNamed(users: [UserID])

    /// Whom a list in the channel named; empty for events that are no list.
    package var named: [UserID] {
        switch self {
        case .unconfirmedNamed(let users), .unreachableNamed(let users): users
        default: []
        }
    }

    package var kind: EventKind {
        switch self {
        case .started: .runStarted
        case .summaryPosted: .summaryPosted
        case .ended: .runEnded
        case .refused: .runRefused
        case .deactivationsServed: .deactivationsServed
        case .brakeReleased: .brakeReleased
        case .channelRead: .channelRead
        case .markerSeen: .markerSeen
        case .markerPosted: .markerPosted
        case .ledgerDoubted: .ledgerDoubted
        case .ledgerConfirmed: .ledgerConfirmed
        case .ledgerGapAccepted: .ledgerGapAccepted
        case .settingsRecorded: .settingsRecorded
        case .unconfirmedNamed: .unconfirmedNamed
        case .unreachableNamed: .unreachableNamed
        }
    }
}
