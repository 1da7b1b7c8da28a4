import FoundationEssentials
import KeyPolicy

/// Checks whether a ledger's claims and outbox agree with its events.
///
/// They are written together and can't differ by themselves, but no hash covers them: somebody with the file could
/// remove a message, so that a deactivation is never reported, or give a claim the id of another message.
package struct ConsistencyCheck: Sendable {
    private let ledger: any EventLog & ClaimBook & Outbox

    package init(of ledger: any EventLog & ClaimBook & Outbox) { self.ledger = ledger }

    /// Seconds before the last event: what is younger, or open, is checked against the events when each run begins.
    /// `relevo history --verify` also finds a message that was removed later than that.
    static let recent: Double = 35 * Days.seconds

    /// Throws `LedgerError.damaged` when they disagree about what is recent or open.
    func check() async throws {
        guard let last = try await ledger.lastEventAt() else { return }
        guard let first = try await disagreements(since: last.addingTimeInterval(-Self.recent)).first else { return }
        throw LedgerError.damaged(place: "of this run", why: first)
    }

    /// A sentence per disagreement in the whole ledger; empty when there is none.
    package func faults() async throws -> [String] {
        try await disagreements(since: .distantPast).map { "\($0.prefix(1).uppercased())\($0.dropFirst())." }
    }

    private func disagreements(since: Date) async throws -> [String] {
        let claims = Dictionary(grouping: try await ledger.unsettledClaims(), by: \.address.account)
        var accounts = Set(claims.keys)
        for head in try await ledger.heads() {
            if case .account(let account) = head.stream { accounts.insert(account) }
        }
        var found = try await outbox(since)
        for account in accounts.sorted() { found += try await self.claims(claims[account] ?? [], in: account, since) }
        return found
    }

    private func outbox(_ since: Date) async throws -> [String] {
        let open = try await ledger.unsentMessages()
        let start = min(since, open.map(\.queuedAt).min() ?? since)
        var queued: [MessageID: OutboxMessage] = [:]
        var settled: Set<MessageID> = []
        for stream in [StreamID.runs, .inbox] {
            for event in try await events(
                [.messageQueued, .messageSent, .messageWithdrawn], in: stream, since: start)
            {
                switch event.body {
                // A message that was queued in the inbox may be queued again by a run, for another attempt.
                case .outbox(.queued(let message)):
                    if let other = queued[message.id], other.queuedAt > message.queuedAt { continue }
                    queued[message.id] = message
                // A message that was queued in the inbox may be settled by a run, so in another stream.
                case .outbox(.sent(let id, _)), .outbox(.withdrawn(let id, _)): settled.insert(id)
                default: throw Self.unreadable(event)
                }
            }
        }
        for id in settled { queued[id] = nil }
        let strange = open.filter { queued.removeValue(forKey: $0.id) != $0 }
        return strange.map { "the outbox holds message \($0.id), and no event left it there like that" }
            + queued.keys.sorted().map {
                "message \($0) was queued and not sent, but is not in the outbox"
            }
    }

    private func claims(_ open: [NoticeClaim], in account: AccountID, _ since: Date) async throws -> [String] {
        let start = min(since, open.map(\.notice.decidedAt).min() ?? since)
        var standing = StandingClaims()
        for event in try await events(StandingClaims.kinds, in: .account(account), since: start) {
            guard standing.follow(event) else { throw Self.unreadable(event) }
        }
        let strange = open.filter { !standing.takeOut($0) }
        func name(_ address: KeyAddress, _ notice: Notice) -> String {
            "message \(notice.message) about \(address.key.masked) in \(account)"
        }
        return strange.map {
            "the claims hold \(name($0.address, $0.notice)) as open, and no event left it open like that"
        } + standing.open.map { "\(name($0.address, $0.notice)) was claimed and is open, but the claims don't say so" }
    }

    /// Events of several kinds in the order of their stream.
    private func events(_ kinds: [EventKind], in stream: StreamID, since: Date) async throws -> [LedgerEvent] {
        var events: [LedgerEvent] = []
        for kind in kinds { events += try await ledger.events(ofKind: kind, in: stream, since: since) }
        return events.sorted { $0.sequence < $1.sequence }
    }

    private static func unreadable(_ event: LedgerEvent) -> LedgerError {
        .damaged(place: event.stream.text, why: "event \(event.sequence) (\(event.kind)) can't be read")
    }
}

/// The claims of one account that its events leave open: claimed, and neither delivered nor failed.
struct StandingClaims {
    /// The kinds of events that make and settle claims.
    static let kinds: [EventKind] = [.noticeClaimed, .noticeDelivered, .noticeFailed]

    /// What can be claimed once: a key at a stage of a round.
    private struct NoticeSlot: Hashable {
        let address: KeyAddress
        let round: Int
        let stage: Int
    }

    private struct Part: Hashable {
        let address: KeyAddress
        let message: MessageID
    }

    private var notices: [NoticeSlot: Notice] = [:]
    private var slots: [Part: NoticeSlot] = [:]

    /// In the order of their keys.
    var open: [(address: KeyAddress, notice: Notice)] {
        notices.map { ($0.key.address, $0.value) }.sorted { ($0.0, $0.1.stage) < ($1.0, $1.1.stage) }
    }

    /// False for an event that can't be read.
    mutating func follow(_ event: LedgerEvent) -> Bool {
        guard case .account(let account) = event.stream, let user = event.user, let key = event.key,
            case .key(let body) = event.body
        else { return false }
        let address = KeyAddress(account: account, user: user, key: key)
        switch body {
        case .noticeClaimed(let notice):
            let slot = NoticeSlot(address: address, round: notice.round, stage: notice.stage)
            notices[slot] = notice
            slots[Part(address: address, message: notice.message)] = slot
        case .noticeDelivered(let message, _), .noticeFailed(let message, _, _):
            // A late answer about a message that another one replaced settles nothing.
            guard let slot = slots[Part(address: address, message: message)], notices[slot]?.message == message else {
                return true
            }
            notices[slot] = nil
        default: return false
        }
        return true
    }

    /// Whether exactly that claim is open; it is removed.
    mutating func takeOut(_ claim: NoticeClaim) -> Bool {
        let slot = NoticeSlot(address: claim.address, round: claim.notice.round, stage: claim.notice.stage)
        guard notices[slot] == claim.notice else { return false }
        notices[slot] = nil
        return true
    }
}
