import FoundationEssentials
import KeyPolicy

/// A ledger that is gone with its process: for tests, and for planning where no ledger can be written.
package actor InMemoryLedger: Ledger {
    /// A claimed notice and what became of it.
    struct Claim {
        enum State { case claimed, delivered, failed }

        var claim: NoticeClaim
        var state: State
    }

    /// What is claimed once.
    struct NoticeSlot: Hashable, Comparable {
        let address: KeyAddress
        let round: Int
        let stage: Int

        init(_ claim: NoticeClaim) {
            address = claim.address
            round = claim.notice.round
            stage = claim.notice.stage
        }

        static func < (left: Self, right: Self) -> Bool {
            (left.address, left.round, left.stage) < (right.address, right.round, right.stage)
        }
    }

    struct Lease {
        var number = 0
        var holder: RunID?
        var until = Date.distantPast
    }

    var streams: [StreamID: [LedgerEvent]] = [:]
    /// Where in its account's stream each user's events about keys stand.
    var keyEventPlaces: [AccountID: [UserID: [Int]]] = [:]
    var claims: [NoticeSlot: Claim] = [:]
    var outbox: [OutboxMessage] = []
    var promises: [KeyAddress: OpenPromise] = [:]
    var lease = Lease()
    var plans: [RunID: String] = [:]
    var inventoryAccounts: [AccountID: AccountInventory] = [:]
    var inventoryUsers: [AccountID: [UserID: UserInventory]] = [:]

    /// Starts with `events` as another ledger holds them, each stream in order; claims and outbox follow from them.
    package init(events: [LedgerEvent] = []) {
        for event in events { Self.keep(event, streams: &streams, places: &keyEventPlaces) }
        for event in events {
            guard let body = event.body else { continue }
            if case .key(.noticeClaimed(let notice)) = body, case .account(let account) = event.stream,
                let user = event.user, let key = event.key
            {
                let claim = NoticeClaim(
                    address: KeyAddress(account: account, user: user, key: key), notice: notice, replaces: nil)
                claims[NoticeSlot(claim)] = Claim(claim: claim, state: .claimed)
            }
            let fact = NewEvent(stream: event.stream, at: event.at, user: event.user, key: event.key, body: body)
            Self.follow(fact, claims: &claims, outbox: &outbox)
            Self.follow(fact, promises: &promises)
        }
    }

    /// A ledger of its own that holds what this one holds now, as a file that was copied away does.
    package func copy() async -> InMemoryLedger {
        let copy = InMemoryLedger()
        await copy.take(
            streams: streams, places: keyEventPlaces, claims: claims, outbox: outbox, promises: promises, plans: plans,
            accounts: inventoryAccounts, users: inventoryUsers)
        return copy
    }

    private func take(
        streams: [StreamID: [LedgerEvent]], places: [AccountID: [UserID: [Int]]], claims: [NoticeSlot: Claim],
        outbox: [OutboxMessage],
        promises: [KeyAddress: OpenPromise], plans: [RunID: String], accounts: [AccountID: AccountInventory],
        users: [AccountID: [UserID: UserInventory]]
    ) {
        (self.streams, self.claims, self.outbox, self.plans) = (streams, claims, outbox, plans)
        (self.promises, keyEventPlaces) = (promises, places)
        (inventoryAccounts, inventoryUsers) = (accounts, users)
    }

    func check(_ fence: Fence) throws {
        guard lease.number == fence.number, lease.holder == fence.holder else {
            throw LedgerError.fenced(holder: lease.holder)
        }
    }
}
