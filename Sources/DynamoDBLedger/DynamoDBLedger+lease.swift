import AWS
package import FoundationEssentials
package import KeyPolicy
package import KeyWatch

extension DynamoDBLedger {
    package func acquireLease(holder: RunID, now: Date, until: Date) async throws -> Fence? {
        try await write("taking its lease") {
            for number in 1...Self.mostTries {
                let lease = try await lease()
                guard let lease else {
                    let first = Lease(number: 1, holder: holder, until: until)
                    if try await put(first.item, if: .absent(TableLayout.partitionKey)) { return first.fence }
                    continue
                }
                guard lease.holder == nil || lease.until <= now else { return nil }
                let next = Lease(number: lease.number + 1, holder: holder, until: until)
                // Any change since it was read, a renewal too, has another attempt id.
                if try await put(next.item, if: .equals(TableLayout.attempt, .string(lease.attempt))) {
                    return next.fence
                }
                try await client.pause(afterFailure: number)
            }
            throw LedgerError.failed(act: "taking its lease", why: "other processes kept taking it at the same time")
        }
    }

    package func renewLease(_ fence: Fence, until: Date) async throws {
        try await write("renewing its lease") {
            let renewed = Lease(number: fence.number, holder: fence.holder, until: until)
            guard try await put(renewed.item, if: Lease.isHeld(fence)) else {
                throw LedgerError.fenced(holder: try await lease()?.holder)
            }
        }
    }

    package func releaseLease(_ fence: Fence) async throws {
        try await write("releasing its lease") {
            let free = Lease(number: fence.number, holder: nil, until: .distantPast)
            _ = try await put(free.item, if: Lease.isHeld(fence))
        }
    }

    package func leaseHolder(now: Date) async throws -> RunID? {
        try await read("reading its lease") {
            guard let lease = try await lease(), lease.until > now else { return nil }
            return lease.holder
        }
    }

    /// The lease as it is; nil in a new ledger. Throws `LedgerError.newer` when a newer Relevo wrote it.
    func lease() async throws -> Lease? {
        try await client.getItem(TableLayout.lease).map { try Lease($0, place: place) }
    }

    /// Throws `LedgerError.fenced` when the fence is no longer the lease's.
    func check(_ fence: Fence) async throws {
        let lease = try await lease()
        guard lease?.isHeld(with: fence) ?? false else { throw LedgerError.fenced(holder: lease?.holder) }
    }
}

/// The lease as the ledger stores it: one item, whose number only grows.
struct Lease: Sendable {
    let number: Int
    let holder: RunID?
    let until: Date
    /// Which write made it so: any two writes differ in it.
    let attempt: String

    init(number: Int, holder: RunID?, until: Date) {
        self.number = number
        self.holder = holder
        self.until = until
        attempt = UUID().uuidString
    }

    /// Throws `LedgerError.newer` when a newer Relevo wrote it, and `damaged` for what no Relevo writes.
    init(_ item: DynamoDBItem, place: String) throws {
        guard let schema = item["schema"]?.number, let number = item["number"]?.number,
            let attempt = item[TableLayout.attempt]?.string
        else { throw LedgerError.damaged(place: place, why: "its lease can't be read") }
        guard schema <= TableLayout.schema else { throw LedgerError.newer(place: place, version: "\(schema)") }
        self.number = Int(number)
        self.attempt = attempt
        // Without one the lease is free, so one that can't be read must not count as none.
        holder = try item["holder"].map { value in
            guard let run = value.string.flatMap(RunID.init(rawValue:)) else {
                throw LedgerError.damaged(place: place, why: "the holder of its lease can't be read")
            }
            return run
        }
        // An impossible end counts as over: the next holder gets a higher number anyway.
        until = item["until"]?.number.flatMap(Date.init(milliseconds:)) ?? .distantPast
    }

    var item: DynamoDBItem {
        var item = TableItem.made(
            TableLayout.lease,
            [
                "schema": .number(TableLayout.schema), "number": .number(Int64(number)),
                "until": .number(until.milliseconds), TableLayout.attempt: .string(attempt),
            ])
        item["holder"] = holder.map { .string($0.rawValue) }
        return item
    }

    var fence: Fence? { holder.map { Fence(number: number, holder: $0) } }

    func isHeld(with fence: Fence) -> Bool { number == fence.number && holder == fence.holder }

    static func isHeld(_ fence: Fence) -> DynamoDBCondition {
        DynamoDBCondition([
            .equals("number", .number(Int64(fence.number))), .equals("holder", .string(fence.holder.rawValue)),
        ])
    }

    /// The part of a transaction without which nothing of it is written.
    static func check(_ fence: Fence) -> DynamoDBWrite { .check(TableLayout.lease, isHeld(fence)) }
}
