import FoundationEssentials
import KeyPolicy

/// What a copy writes. Each step writes only what TO doesn't have yet, so it can be repeated.
extension LedgerCopy {
    /// Users that are stored in one call.
    private static var usersAtOnce: Int { 500 }

    func copyEvents(in order: CopyOrder, _ fence: Fence) async throws {
        let heads = try await to.heads()
        let known = Dictionary(heads.map { ($0.stream, $0.sequence) }, uniquingKeysWith: max)
        var order = order.continuing(known)
        var writer = CopyWriter(ledger: to, fence: fence, clock: clock)
        var inbox = EventPages(from, .inbox, after: known[.inbox] ?? 0)
        var runs = EventPages(from, .runs, after: known[.runs] ?? 0)
        while let event = order.next(inbox: try await inbox.peek(), runs: try await runs.peek()) {
            if event.stream == .inbox { _ = try await inbox.next() } else { _ = try await runs.next() }
            try await writer.write(event)
        }
        for stream in CopyOrder.streams(try await from.heads()) where stream != .inbox && stream != .runs {
            var pages = EventPages(from, stream, after: known[stream] ?? 0)
            while let event = try await pages.next() { try await writer.write(event) }
        }
        try await writer.flush()
    }

    /// The plans of all runs, and the state of the run that stored one last.
    ///
    /// In DynamoDB a plan's age counts from the ledger's last event, so a copy is kept for another 400 days.
    func copyRuns(_ fence: Fence) async throws {
        let runs = try await from.events(ofKind: .runStarted, in: .runs, since: .distantPast).map(\.run)
        for run in runs {
            guard let plan = try await from.plan(of: run), try await to.plan(of: run) != plan else { continue }
            try clock.checkEnd()
            try await to.savePlan(plan, run: run, fence: fence)
        }
        guard let newest = try await from.newestState(), let state = try await from.state(of: newest) else { return }
        if try await to.state(of: newest) != state { try await to.saveState(state, run: newest, fence: fence) }
    }

    /// Users of TO that FROM doesn't have are removed: they were deleted between two attempts of a copy.
    func copyInventory(_ fence: Fence) async throws {
        for account in try await from.accounts() {
            let id = account.account.id
            let users = try await from.everyUser(in: id)
            let known = Dictionary(
                try await to.everyUser(in: id).map { ($0.user.id, $0) }, uniquingKeysWith: { $1 })
            let gone = Set(known.keys).subtracting(users.map(\.user.id))
            if !gone.isEmpty { try await to.save([], removing: gone.sorted(), in: id, fence: fence) }
            let changed = users.filter { known[$0.user.id] != $0 }
            for start in stride(from: 0, to: changed.count, by: Self.usersAtOnce) {
                try clock.checkEnd()
                let part = changed[start..<min(start + Self.usersAtOnce, changed.count)]
                try await to.save(Array(part), removing: [], in: id, fence: fence)
            }
            if try await to.account(id) != account { try await to.save(account, fence: fence) }
        }
    }
}

/// Gathers copied events into writes that every ledger accepts.
private struct CopyWriter: Sendable {
    /// Bytes of bodies in one write. DynamoDB's transactions have at most 4 MB, and a body may be in three items: the
    /// event, its copy by user, and what follows from it.
    private static let mostBytes = 1_000_000

    let ledger: any Ledger
    let fence: Fence
    let clock: RunClock
    private var events: [LedgerEvent] = []
    private var bytes = 0

    init(ledger: any Ledger, fence: Fence, clock: RunClock) {
        self.ledger = ledger
        self.fence = fence
        self.clock = clock
    }

    mutating func write(_ event: LedgerEvent) async throws {
        let size = event.bodyText.utf8.count
        if events.count == LargestWrite.facts || bytes + size > Self.mostBytes { try await flush() }
        events.append(event)
        bytes += size
    }

    mutating func flush() async throws {
        guard !events.isEmpty else { return }
        try clock.checkEnd()
        // A lost lease cancels the copy.
        try Task.checkCancellation()
        try await ledger.append(copied: events, fence: fence)
        (events, bytes) = ([], 0)
    }
}
