import AWS
import Crypto
import FoundationEssentials
package import KeyPolicy
package import KeyWatch

/// Documents of runs that may be larger than an item: stored in parts, and readable once the last of its items, the
/// *manifest*, says how many parts there are and which digest they have together.
struct RunDocuments {
    /// What kind of documents, such as `plan`.
    let name: String
    let ledger: DynamoDBLedger

    /// Bytes of text in one part: an item has 400 KB.
    static let partSize = 350 * 1_024

    private var client: DynamoDBClient { ledger.client }

    /// Stores a run's document in place of the one it had.
    ///
    /// - Parameter at: the instant from which its age counts; without one it is never deleted as too old.
    func save(_ text: String, run: RunID, at: Date?, fence: Fence) async throws {
        // Parts alone can't be read, but a run that was overtaken should not leave any either.
        try await ledger.check(fence)
        let place = TableLayout.document(name, run)
        let before = try await manifest(run)
        let parts = Self.parts(of: text)
        let next = Manifest(attempt: UUID().uuidString, parts: parts.count, digest: Self.digest(text))
        try await client.batchWriteItem(
            puts: zip(next.keys(place), parts).map { TableItem.made($0, ["text": .string($1)]) })
        var writes = [DynamoDBWrite.put(next.item(place))]
        if let at {
            let key = DynamoDBKey(TableLayout.documents(name), "\(TableLayout.instant(at))/\(run)")
            writes.append(.put(TableItem.made(key, ["run": .string(run.rawValue)])))
        }
        try await ledger.transact(writes, fence: fence)
        if let before { try await client.batchWriteItem(deletes: before.keys(place)) }
    }

    /// A run's document; nil if it has none. Throws `LedgerError.damaged` when a part is missing or changed.
    func text(of run: RunID) async throws -> String? {
        var manifest = try await manifest(run)
        while let wanted = manifest {
            let keys = wanted.keys(TableLayout.document(name, run))
            let found = try await client.batchGetItem(keys)
            let text = keys.compactMap { found[$0]?["text"]?.string }.joined()
            if found.count == keys.count, Self.digest(text) == wanted.digest { return text }
            // It may have been replaced while it was read.
            manifest = try await self.manifest(run)
            guard manifest?.attempt != wanted.attempt else {
                throw LedgerError.damaged(
                    place: ledger.place, why: "parts of the \(name) of run \(run) are missing or changed")
            }
        }
        return nil
    }

    /// Deletes the documents that were stored before `instant`.
    func delete(before instant: Date) async throws {
        let index = TableLayout.documents(name)
        for entry in try await client.query(DynamoDBQuery(index, .before(TableLayout.instant(instant)))) {
            guard let key = client.table.key(of: entry) else { continue }
            // The entry last, so that a process that ends in between leaves nothing behind.
            if let run = entry["run"]?.string.flatMap(RunID.init(rawValue:)) { try await delete(run) }
            try await client.batchWriteItem(deletes: [key])
        }
    }

    /// Deletes a run's document. Its parts are read too: some may be left of a process that ended before their
    /// manifest was written.
    func delete(_ run: RunID) async throws {
        let keys = try await client.query(DynamoDBQuery(TableLayout.document(name, run))).compactMap(client.table.key)
        try await client.batchWriteItem(deletes: keys)
    }

    private func manifest(_ run: RunID) async throws -> Manifest? {
        let key = DynamoDBKey(TableLayout.document(name, run), Manifest.sort)
        guard let item = try await client.getItem(key) else { return nil }
        guard let manifest = Manifest(item) else {
            throw LedgerError.damaged(place: ledger.place, why: "the \(name) of run \(run) has no readable manifest")
        }
        return manifest
    }

    /// The text in pieces of whole characters; at least one.
    static func parts(of text: String) -> [String] {
        let bytes = Array(text.utf8)
        var parts: [String] = []
        var start = 0
        repeat {
            var end = min(start + partSize, bytes.count)
            // Not between the bytes of one character (RFC 3629).
            while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
            parts.append(String(decoding: bytes[start..<end], as: UTF8.self))
            start = end
        } while start < bytes.count
        return parts
    }

    private static func digest(_ text: String) -> String {
        SHA256.hash(data: Data(text.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The item that makes the parts a document.
    private struct Manifest {
        static let sort = "manifest"

        let attempt: String
        let parts: Int
        /// SHA-256 of the whole text, in hex.
        let digest: String

        init(attempt: String, parts: Int, digest: String) {
            self.attempt = attempt
            self.parts = parts
            self.digest = digest
        }

        init?(_ item: DynamoDBItem) {
            guard let attempt = item[TableLayout.attempt]?.string, let digest = item["digest"]?.string,
                let parts = item["parts"]?.number, (1...10_000).contains(parts)
            else { return nil }
            self.init(attempt: attempt, parts: Int(parts), digest: digest)
        }

        func item(_ place: String) -> DynamoDBItem {
            TableItem.made(
                DynamoDBKey(place, Self.sort),
                [
                    TableLayout.attempt: .string(attempt), "parts": .number(Int64(parts)),
                    "digest": .string(digest),
                ])
        }

        func keys(_ place: String) -> [DynamoDBKey] {
            (1...parts).map { DynamoDBKey(place, "part/\(attempt)/\(TableLayout.number($0, digits: 5))") }
        }
    }
}

extension DynamoDBLedger {
    private var plans: RunDocuments { RunDocuments(name: "plan", ledger: self) }

    /// A plan's age counts from the ledger's last event when it was stored.
    package func savePlan(_ json: String, run: RunID, fence: Fence) async throws {
        try await write("storing the run's plan") {
            let last = try await headItems().map(\.latest).max()
            try await plans.save(json, run: run, at: last, fence: fence)
            guard let last else { return }
            try await plans.delete(before: last.addingTimeInterval(-Double(Self.plansKeptFor)))
        }
    }

    package func plan(of run: RunID) async throws -> String? {
        try await read("reading a run's plan") { try await plans.text(of: run) }
    }
}

extension DynamoDBLedger {
    private var states: RunDocuments { RunDocuments(name: "state", ledger: self) }

    package func saveState(_ json: String, run: RunID, fence: Fence) async throws {
        try await write("storing the run's state") {
            let before = try await stateHolder()
            try await states.save(json, run: run, at: nil, fence: fence)
            guard before != run else { return }
            try await transact([.put(TableItem.made(TableLayout.state, ["run": .string(run.rawValue)]))], fence: fence)
            if let before { try await states.delete(before) }
        }
    }

    package func state(of run: RunID) async throws -> String? {
        try await read("reading a run's state") {
            guard try await stateHolder() == run else { return nil }
            return try await states.text(of: run)
        }
    }

    package func newestState() async throws -> RunID? {
        try await read("reading a run's state") { try await stateHolder() }
    }

    private func stateHolder() async throws -> RunID? {
        try await client.getItem(TableLayout.state)?["run"]?.string.flatMap(RunID.init(rawValue:))
    }
}
