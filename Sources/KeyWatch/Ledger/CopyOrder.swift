import KeyPolicy

/// The order in which a copy writes the events of the inbox and of the runs.
///
/// A message that was queued in the inbox may be queued again or settled in the runs' stream, so one stream after the
/// other would be wrong: no event that settles a message may come before one that queues it. Otherwise the order is that
/// of the instants, so that open messages stay in the order of their last attempt. The accounts' events change no
/// message, and come after both.
struct CopyOrder: Sendable {
    /// The last event that queues a message, for messages that the inbox queues.
    private var inbox: [MessageID: Int] = [:]
    private var runs: [MessageID: Int] = [:]
    /// The last event of each stream that the copy has.
    private var written: [StreamID: Int] = [:]

    /// The streams, those first that change the outbox.
    static func streams(_ heads: [StreamHead]) -> [StreamID] {
        [.inbox, .runs] + heads.map(\.stream).filter { $0 != .inbox && $0 != .runs }
    }

    /// Reads the whole ledger once. Throws `LedgerCopyRefusal.unreadable` for an event that this version can't read.
    static func survey(_ log: any EventLog) async throws -> CopyOrder {
        var order = CopyOrder()
        for stream in streams(try await log.heads()) {
            var pages = EventPages(log, stream)
            while let event = try await pages.next() {
                guard let body = event.body else {
                    throw LedgerCopyRefusal.unreadable(stream: stream, sequence: event.sequence, kind: event.kind)
                }
                if case .outbox(.queued(let message)) = body { order.note(message.id, event) }
            }
        }
        return order
    }

    /// The inbox's events must be noted first.
    mutating func note(_ message: MessageID, _ event: LedgerEvent) {
        if event.stream == .inbox {
            inbox[message] = event.sequence
        } else if inbox[message] != nil {
            // Messages of runs alone are in order already, and there are many of them.
            runs[message] = event.sequence
        }
    }

    /// The same order for a copy that has the beginning of the streams already.
    func continuing(_ heads: [StreamID: Int]) -> CopyOrder {
        var order = self
        order.written = heads
        return order
    }

    /// The event that is written next, and counts as written then; nil when there are no more.
    mutating func next(inbox: LedgerEvent?, runs: LedgerEvent?) -> LedgerEvent? {
        let both = [inbox, runs].compactMap(\.self)
        let ready = both.filter { !waits($0) }
        // If each waits for the other, no order is right; what that changes is found when the copy is compared.
        let next = (ready.isEmpty ? both : ready).min { ($0.at, $0.stream) < ($1.at, $1.stream) }
        if let next { written[next.stream] = next.sequence }
        return next
    }

    private func waits(_ event: LedgerEvent) -> Bool {
        guard case .outbox(let body) = event.body else { return false }
        switch (event.stream, OpenMessages.Change(body)) {
        case (.inbox, .put): return false
        case (.inbox, .remove(let id)): return (runs[id] ?? 0) > (written[.runs] ?? 0)
        case (_, .put(let message)): return (inbox[message.id] ?? 0) > (written[.inbox] ?? 0)
        case (_, .remove(let id)): return (inbox[id] ?? 0) > (written[.inbox] ?? 0)
        }
    }
}

/// A stream's events one after the other, read a page at a time.
struct EventPages: Sendable {
    private static let size = 200

    private let log: any EventLog
    private let stream: StreamID
    private var last: Int
    private var page: ArraySlice<LedgerEvent> = []
    private var isAtEnd = false

    /// - Parameter last: the event after which they begin; 0 for all.
    init(_ log: any EventLog, _ stream: StreamID, after last: Int = 0) {
        self.log = log
        self.stream = stream
        self.last = last
    }

    /// The event that `next` returns, which stays; nil at the stream's end.
    mutating func peek() async throws -> LedgerEvent? {
        if page.isEmpty, !isAtEnd {
            page = ArraySlice(try await log.events(stream, after: last, limit: Self.size))
            isAtEnd = page.isEmpty
        }
        return page.first
    }

    mutating func next() async throws -> LedgerEvent? {
        guard let event = try await peek() else { return nil }
        page = page.dropFirst()
        last = event.sequence
        return event
    }
}
