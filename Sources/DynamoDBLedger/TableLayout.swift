import AWS
import FoundationEssentials
import KeyPolicy
import KeyWatch

/// Where each item of the ledger is: its partition (`pk`) and its place in it (`sk`).
///
/// | pk | sk | what |
/// |---|---|---|
/// | `lease` | `lease` | the lease with its fence, and the schema's version |
/// | `heads` | stream | the last event of each stream, and the latest instant in it |
/// | `events/STREAM` | sequence | an event |
/// | `user/ACCOUNT/USER` | sequence | a copy of an event about a key of that user |
/// | `users/ACCOUNT` | user | *hint*: a user with events about keys |
/// | `kind/STREAM/KIND` | instant, sequence | *hint*: an event of that kind |
/// | `outbox` | message id | an open message |
/// | `promises` | account, user, key | an open promise |
/// | `inventory` | account | an account's inventory |
/// | `inventory/ACCOUNT` | user | a user's inventory |
/// | `document/NAME/RUN` | `manifest`, or `part`, attempt, number | a document of a run, such as its plan |
/// | `documents/NAME` | instant, run | which documents there are |
/// | `state` | `state` | the run whose state is the newest |
///
/// An event, its copy, its stream's head and what follows from it are written in one transaction. Hints are written
/// just before it: every event has its hints, and a hint without its event (after a write that failed) is ignored.
enum TableLayout {
    static let partitionKey = "pk"
    static let sortKey = "sk"
    /// The attribute that says which attempt wrote an item.
    static let attempt = "attempt"
    /// The version of this layout, in the lease.
    static let schema: Int64 = 1

    static let lease = DynamoDBKey("lease", "lease")
    static let state = DynamoDBKey("state", "state")
    static let heads = "heads"
    static let outbox = "outbox"
    static let promises = "promises"
    static let accounts = "inventory"

    static func events(_ stream: StreamID) -> String { "events/\(stream.text)" }

    static func event(_ stream: StreamID, _ sequence: Int) -> DynamoDBKey {
        DynamoDBKey(events(stream), number(sequence))
    }

    static func keyEvents(_ user: UserID, _ account: AccountID) -> String { "user/\(account)/\(user)" }

    static func usersWithEvents(_ account: AccountID) -> String { "users/\(account)" }

    static func kind(_ kind: String, _ stream: StreamID) -> String { "kind/\(stream.text)/\(kind)" }

    static func promise(_ address: KeyAddress) -> DynamoDBKey {
        DynamoDBKey(promises, "\(address.account)/\(address.user)/\(address.key)")
    }

    static func users(_ account: AccountID) -> String { "inventory/\(account)" }

    static func document(_ name: String, _ run: RunID) -> String { "document/\(name)/\(run)" }

    static func documents(_ name: String) -> String { "documents/\(name)" }

    /// A number as text that sorts like it.
    static func number(_ number: Int, digits: Int = 15) -> String {
        let text = "\(number)"
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }

    /// An instant as text that sorts like it, also before 1970.
    static func instant(_ instant: Date) -> String {
        // `Date.milliseconds` is at least -9e15.
        number(Int(instant.milliseconds) + 10_000_000_000_000_000, digits: 17)
    }
}

/// Builds items, and checks them against DynamoDB's limits.
enum TableItem {
    static func made(_ key: DynamoDBKey, _ attributes: DynamoDBItem = [:]) -> DynamoDBItem {
        attributes.merging([
            TableLayout.partitionKey: .string(key.partition), TableLayout.sortKey: .string(key.sort),
        ]) { $1 }
    }

    /// Throws `LedgerError.failed` when DynamoDB would refuse one of them, or all together, for their size.
    static func check(_ writes: [DynamoDBWrite]) throws {
        var all = 0
        for case .put(let item, _) in writes {
            try check(item)
            all += DynamoDBLimits.size(of: item)
        }
        guard all <= DynamoDBLimits.transactionSize else {
            throw LedgerError.failed(
                act: "storing \(writes.count) items in one write",
                why: "they have \(kilobytes(all)) KB, and DynamoDB accepts \(DynamoDBLimits.transactionSize / 1_024) KB"
            )
        }
    }

    static func check(_ item: DynamoDBItem) throws {
        let size = DynamoDBLimits.size(of: item)
        guard size > DynamoDBLimits.itemSize else { return }
        throw LedgerError.failed(
            act: "storing \(name(item))",
            why: "it has \(kilobytes(size)) KB, and an item in DynamoDB has at most "
                + "\(DynamoDBLimits.itemSize / 1_024) KB")
    }

    /// Where the item is, in words.
    static func name(_ item: DynamoDBItem) -> String {
        [TableLayout.partitionKey, TableLayout.sortKey].compactMap { item[$0]?.string }.joined(separator: ", ")
    }

    /// Rounded up, so that a size above a limit never looks like the limit.
    private static func kilobytes(_ size: Int) -> Int { (size + 1_023) / 1_024 }
}

extension LedgerError {
    /// An item that no Relevo writes.
    static func impossible(_ item: DynamoDBItem, place: String) -> LedgerError {
        .damaged(place: place, why: "the item \(TableItem.name(item)) has an impossible value")
    }
}
