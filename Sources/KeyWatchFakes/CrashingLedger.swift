package import FoundationEssentials
package import KeyPolicy
package import KeyWatch

/// A ledger in a process that dies at its crash point; reads are counted apart, because they change nothing.
package struct CrashingLedger: Ledger {
    private let ledger: any Ledger
    private let point: CrashPoint

    package init(_ ledger: any Ledger, at point: CrashPoint) {
        self.ledger = ledger
        self.point = point
    }

    private func read<Answer: Sendable>(_ act: () async throws -> Answer) async throws -> Answer {
        if point.hasCrashed { throw CrashPoint.Crash() }
        point.countRead()
        return try await act()
    }

    package func append(_ facts: [NewEvent], run: RunID, fence: Fence) async throws {
        try await point.through { try await ledger.append(facts, run: run, fence: fence) }
    }

    package func append(copied events: [LedgerEvent], fence: Fence) async throws {
        try await point.through { try await ledger.append(copied: events, fence: fence) }
    }

    package func post(_ facts: [NewEvent], after sequence: Int, run: RunID) async throws -> Bool {
        try await point.through { try await ledger.post(facts, after: sequence, run: run) }
    }

    package func acquireLease(holder: RunID, now: Date, until: Date) async throws -> Fence? {
        try await point.through { try await ledger.acquireLease(holder: holder, now: now, until: until) }
    }

    package func renewLease(_ fence: Fence, until: Date) async throws {
        try await point.through { try await ledger.renewLease(fence, until: until) }
    }

    package func releaseLease(_ fence: Fence) async throws {
        try await point.through { try await ledger.releaseLease(fence) }
    }

    package func save(
        _ users: [UserInventory], removing: [UserID], in account: AccountID, fence: Fence
    ) async throws {
        try await point.through { try await ledger.save(users, removing: removing, in: account, fence: fence) }
    }

    package func save(_ account: AccountInventory, fence: Fence) async throws {
        try await point.through { try await ledger.save(account, fence: fence) }
    }

    package func save(_ scan: AccountInventory, users: [UserInventory], removing: [UserID]) async throws -> Bool {
        try await point.through { try await ledger.save(scan, users: users, removing: removing) }
    }

    package func savePlan(_ json: String, run: RunID, fence: Fence) async throws {
        try await point.through { try await ledger.savePlan(json, run: run, fence: fence) }
    }

    package func saveState(_ json: String, run: RunID, fence: Fence) async throws {
        try await point.through { try await ledger.saveState(json, run: run, fence: fence) }
    }

    package func events(_ stream: StreamID, after: Int, limit: Int) async throws -> [LedgerEvent] {
        try await read { try await ledger.events(stream, after: after, limit: limit) }
    }

    package func heads() async throws -> [StreamHead] { try await read { try await ledger.heads() } }

    package func lastEventAt() async throws -> Date? { try await read { try await ledger.lastEventAt() } }

    package func keyEvents(of user: UserID, in account: AccountID) async throws -> [LedgerEvent] {
        try await read { try await ledger.keyEvents(of: user, in: account) }
    }

    package func usersWithEvents(in account: AccountID) async throws -> Set<UserID> {
        try await read { try await ledger.usersWithEvents(in: account) }
    }

    package func events(ofKind kind: EventKind, in stream: StreamID, since: Date) async throws -> [LedgerEvent] {
        try await read { try await ledger.events(ofKind: kind, in: stream, since: since) }
    }

    package func openPromises() async throws -> [OpenPromise] { try await read { try await ledger.openPromises() } }

    package func leaseHolder(now: Date) async throws -> RunID? {
        try await read { try await ledger.leaseHolder(now: now) }
    }

    package func unsentMessages() async throws -> [OutboxMessage] {
        try await read { try await ledger.unsentMessages() }
    }

    package func plan(of run: RunID) async throws -> String? { try await read { try await ledger.plan(of: run) } }

    package func state(of run: RunID) async throws -> String? { try await read { try await ledger.state(of: run) } }

    package func newestState() async throws -> RunID? { try await read { try await ledger.newestState() } }

    package func account(_ id: AccountID) async throws -> AccountInventory? {
        try await read { try await ledger.account(id) }
    }

    package func accounts() async throws -> [AccountInventory] { try await read { try await ledger.accounts() } }

    package func users(in account: AccountID, after: UserID?, limit: Int) async throws -> [UserInventory] {
        try await read { try await ledger.users(in: account, after: after, limit: limit) }
    }
}
