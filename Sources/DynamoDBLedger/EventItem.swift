import AWS
import FoundationEssentials
import KeyPolicy
import KeyWatch

/// An event as an item, and back.
enum EventItem {
    static func made(_ event: LedgerEvent, at key: DynamoDBKey, attempt: String) -> DynamoDBItem {
        var item = TableItem.made(
            key,
            [
                "stream": .string(event.stream.text), "sequence": .number(Int64(event.sequence)),
                "at": .number(event.at.milliseconds), "run": .string(event.run.rawValue), "kind": .string(event.kind),
                "body": .string(event.bodyText), "previous": .string(event.previousHash), "hash": .string(event.hash),
                TableLayout.attempt: .string(attempt),
            ])
        item["user"] = event.user.map { .string($0.rawValue) }
        item["key"] = event.key.map { .string($0.rawValue) }
        return item
    }

    /// Throws `LedgerError.damaged` for what no Relevo writes.
    static func event(_ item: DynamoDBItem, place: String) throws -> LedgerEvent {
        let (user, key) = (item["user"]?.string, item["key"]?.string)
        let (userID, keyID) = (user.flatMap(UserID.init(rawValue:)), key.flatMap(AccessKeyID.init(rawValue:)))
        guard let stream = item["stream"]?.string.flatMap(StreamID.init(text:)),
            let sequence = item["sequence"]?.number, let run = item["run"]?.string.flatMap(RunID.init(rawValue:)),
            (userID == nil) == (user == nil), (keyID == nil) == (key == nil),
            let at = item["at"]?.number.flatMap(Date.init(milliseconds:)), let kind = item["kind"]?.string,
            let body = item["body"]?.string, let previous = item["previous"]?.string, let hash = item["hash"]?.string
        else { throw LedgerError.impossible(item, place: place) }
        return LedgerEvent(
            stream: stream, sequence: Int(sequence), at: at, run: run, user: userID, key: keyID, kind: kind,
            bodyText: body, previousHash: previous, hash: hash)
    }
}

/// The last event of a stream as an item, with the latest instant of the stream, which may be an earlier event's.
struct HeadItem: Hashable {
    let head: StreamHead
    let latest: Date

    static func key(_ stream: StreamID) -> DynamoDBKey { DynamoDBKey(TableLayout.heads, stream.text) }

    init(_ head: StreamHead, latest: Date) {
        self.head = head
        self.latest = latest
    }

    /// Throws `LedgerError.damaged` for what no Relevo writes.
    init(_ item: DynamoDBItem, place: String) throws {
        guard let stream = item[TableLayout.sortKey]?.string.flatMap(StreamID.init(text:)),
            let sequence = item["sequence"]?.number, let hash = item["hash"]?.string,
            let latest = item["latest"]?.number.flatMap(Date.init(milliseconds:))
        else {
            throw LedgerError.damaged(
                place: place,
                why: "the head \(item[TableLayout.sortKey]?.string ?? "") has an impossible stream, number or instant")
        }
        self.init(StreamHead(stream: stream, sequence: Int(sequence), hash: hash), latest: latest)
    }

    /// The write that puts it in place of `previous`, if that is still there.
    func write(after previous: HeadItem?) -> DynamoDBWrite {
        let item = TableItem.made(
            Self.key(head.stream),
            [
                "sequence": .number(Int64(head.sequence)), "hash": .string(head.hash),
                "latest": .number(latest.milliseconds),
            ])
        guard let previous else { return .put(item, if: .absent(TableLayout.partitionKey)) }
        return .put(
            item,
            if: DynamoDBCondition([
                .equals("sequence", .number(Int64(previous.head.sequence))),
                .equals("hash", .string(previous.head.hash)),
            ]))
    }
}
