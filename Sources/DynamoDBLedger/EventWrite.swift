import AWS
import FoundationEssentials
import KeyPolicy
import KeyWatch

/// The writes with which events are appended: pure, from what was read before.
struct EventWrite: Sendable {
    /// One transaction; the check of the lease comes first, if there is one.
    let transaction: [DynamoDBWrite]
    /// Written before it.
    let hints: [DynamoDBItem]
    /// Where the first event will be, which tells whether the transaction was carried out.
    let first: DynamoDBKey
    let attempt: String

    /// Nil where there is nothing to write.
    ///
    /// - Parameters:
    ///   - events: in their places after the heads.
    ///   - facts: what each of them records.
    ///   - heads: of the events' streams, as far as they have events.
    ///   - promises: the open ones of the facts' keys.
    ///   - fence: of the lease that must still be held; nil for the inbox.
    init?(
        _ events: [LedgerEvent], of facts: [NewEvent], heads: [StreamID: HeadItem],
        promises: [KeyAddress: OpenPromise], fence: Fence?, attempt: String
    ) throws {
        var chain = ChainItems(heads: heads, attempt: attempt)
        var follow = FollowingItems(promises: promises)
        for (event, fact) in zip(events, facts) {
            chain.append(event)
            try follow.apply(fact, event)
        }
        guard let first = chain.first else { return nil }
        self.first = first
        self.attempt = attempt
        hints = chain.hints
        transaction = (fence.map { [Lease.check($0)] } ?? []) + chain.writes(after: heads) + (try follow.writes())
    }

    /// The facts as events, each in its place after the heads.
    static func placed(
        _ facts: [NewEvent], run: RunID, after heads: [StreamID: HeadItem]
    ) throws -> [LedgerEvent] {
        var last = heads.mapValues(\.head)
        return try facts.map { fact in
            let event = try LedgerEvent(fact, run: run, after: last[fact.stream])
            last[fact.stream] = event.head
            return event
        }
    }
}

/// The items of the events themselves: each event, its copy by user, its hints, and the new heads.
struct ChainItems {
    private(set) var heads: [StreamID: HeadItem]
    private(set) var hints: [DynamoDBItem] = []
    private(set) var first: DynamoDBKey?
    private var events: [DynamoDBWrite] = []
    private var changed: [StreamID] = []
    private let attempt: String

    init(heads: [StreamID: HeadItem], attempt: String) {
        self.heads = heads
        self.attempt = attempt
    }

    mutating func append(_ event: LedgerEvent) {
        let key = TableLayout.event(event.stream, event.sequence)
        first = first ?? key
        events.append(
            .put(EventItem.made(event, at: key, attempt: attempt), if: .absent(TableLayout.partitionKey)))
        let latest = max(event.at, heads[event.stream]?.latest ?? event.at)
        heads[event.stream] = HeadItem(event.head, latest: latest)
        if !changed.contains(event.stream) { changed.append(event.stream) }
        let place = "\(TableLayout.instant(event.at))/\(key.sort)"
        hints.append(
            TableItem.made(
                DynamoDBKey(TableLayout.kind(event.kind, event.stream), place),
                ["sequence": .number(Int64(event.sequence))]))
        guard case .account(let account) = event.stream, let user = event.user, event.key != nil else { return }
        let copy = DynamoDBKey(TableLayout.keyEvents(user, account), key.sort)
        events.append(.put(EventItem.made(event, at: copy, attempt: attempt)))
        hints.append(TableItem.made(DynamoDBKey(TableLayout.usersWithEvents(account), user.rawValue)))
    }

    func writes(after before: [StreamID: HeadItem]) -> [DynamoDBWrite] {
        changed.compactMap { stream in heads[stream]?.write(after: before[stream]) } + events
    }
}

/// The items that follow from events: open messages and open promises, the last change of each.
struct FollowingItems {
    private var messages: [MessageID: DynamoDBWrite] = [:]
    private var promises: [KeyAddress: OpenPromise]
    private var changed: Set<KeyAddress> = []

    init(promises: [KeyAddress: OpenPromise]) { self.promises = promises }

    mutating func apply(_ fact: NewEvent, _ event: LedgerEvent) throws {
        if case .outbox(let change) = fact.body {
            switch OpenMessages.Change(change) {
            case .put(let message):
                messages[message.id] = .put(
                    TableItem.made(
                        DynamoDBKey(TableLayout.outbox, message.id.rawValue),
                        [
                            "message": .string(try LedgerJSON.text(message)),
                            "sequence": .number(Int64(event.sequence)),
                        ]))
            case .remove(let id): messages[id] = .delete(DynamoDBKey(TableLayout.outbox, id.rawValue))
            }
        }
        guard let (address, change) = fact.keyEvent else { return }
        let after = OpenPromise.after(change, about: address, open: promises[address])
        guard after != promises[address] else { return }
        promises[address] = after
        changed.insert(address)
    }

    func writes() throws -> [DynamoDBWrite] {
        let changes = try changed.map { address in
            let key = TableLayout.promise(address)
            guard let promise = promises[address] else { return DynamoDBWrite.delete(key) }
            return .put(TableItem.made(key, ["promise": .string(try LedgerJSON.text(promise))]))
        }
        return Array(messages.values) + changes
    }
}
