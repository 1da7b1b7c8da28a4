import AWS
import FoundationEssentials
package import KeyPolicy
package import KeyWatch

extension DynamoDBLedger {
    package func append(_ facts: [NewEvent], run: RunID, fence: Fence) async throws {
        guard !facts.isEmpty else { return }
        try facts.check(areForInbox: false)
        try await write("recording what happened") {
            for number in 1...Self.mostTries {
                let heads = try await heads(of: Set(facts.map(\.stream)), fence)
                let events = try EventWrite.placed(facts, run: run, after: heads)
                if try await commit(events, of: facts, fence: fence, heads: heads) { return }
                try await client.pause(afterFailure: number)
            }
            throw Self.othersKeepWriting
        }
    }

    package func append(copied events: [LedgerEvent], fence: Fence) async throws {
        guard !events.isEmpty else { return }
        try await write("copying events") {
            for number in 1...Self.mostTries {
                let heads = try await heads(of: Set(events.map(\.stream)), fence)
                // Where somebody else continued one of the streams, this throws.
                let facts = try events.facts { heads[$0]?.head }
                if try await commit(events, of: facts, fence: fence, heads: heads) { return }
                try await client.pause(afterFailure: number)
            }
            throw Self.othersKeepWriting
        }
    }

    package func post(_ facts: [NewEvent], after sequence: Int, run: RunID) async throws -> Bool {
        try facts.check(areForInbox: true)
        return try await write("recording what was requested") {
            let heads = try await heads(of: [.inbox], nil)
            guard heads[.inbox]?.head.sequence ?? 0 == sequence else { return false }
            let events = try EventWrite.placed(facts, run: run, after: heads)
            return try await commit(events, of: facts, fence: nil, heads: heads)
        }
    }

    private static let othersKeepWriting = LedgerError.failed(
        act: "recording what happened", why: "other processes kept writing at the same time")

    /// Appends the events of all facts or none. Returns false when somebody else continued one of the streams meanwhile.
    private func commit(
        _ events: [LedgerEvent], of facts: [NewEvent], fence: Fence?, heads: [StreamID: HeadItem]
    ) async throws -> Bool {
        // After the heads: a promise that changes later moves its account's head, so that this write is refused.
        let promises = try await promises(of: Set(facts.compactMap { $0.keyEvent?.0 }))
        guard
            let write = try EventWrite(
                events, of: facts, heads: heads, promises: promises, fence: fence, attempt: UUID().uuidString)
        else { return true }
        try await client.batchWriteItem(puts: write.hints)
        let outcome = try await transact(write.transaction, attempt: write.attempt) {
            try await client.getItem(write.first)?[TableLayout.attempt] == .string(write.attempt)
        }
        switch outcome {
        case .written: return true
        case .refused(let places):
            if fence != nil, places.contains(0) { throw LedgerError.fenced(holder: try await lease()?.holder) }
            return false
        }
    }

    /// The heads of the streams. Throws `LedgerError.fenced` when the fence is no longer the lease's.
    private func heads(of streams: Set<StreamID>, _ fence: Fence?) async throws -> [StreamID: HeadItem] {
        let keys = streams.map(HeadItem.key) + (fence == nil ? [] : [TableLayout.lease])
        let found = try await client.batchGetItem(keys)
        if let fence {
            let lease = try found[TableLayout.lease].map { try Lease($0, place: place) }
            guard lease?.isHeld(with: fence) ?? false else { throw LedgerError.fenced(holder: lease?.holder) }
        }
        var heads: [StreamID: HeadItem] = [:]
        for stream in streams {
            heads[stream] = try found[HeadItem.key(stream)].map { try HeadItem($0, place: place) }
        }
        return heads
    }

    private func promises(of keys: Set<KeyAddress>) async throws -> [KeyAddress: OpenPromise] {
        guard !keys.isEmpty else { return [:] }
        let found = try await client.batchGetItem(keys.map(TableLayout.promise))
        var promises: [KeyAddress: OpenPromise] = [:]
        for key in keys { promises[key] = try found[TableLayout.promise(key)].map(promise) }
        return promises
    }
}
