import AWS
package import FoundationEssentials
package import KeyPolicy
package import KeyWatch

extension DynamoDBLedger {
    package func events(_ stream: StreamID, after: Int, limit: Int) async throws -> [LedgerEvent] {
        try await fetch(
            DynamoDBQuery(
                TableLayout.events(stream), .after(TableLayout.number(max(0, after))), limit: max(0, limit)))
    }

    /// A query doesn't read all items at one instant. It is repeated until two in a row find the same: then all these
    /// heads were there at the same time.
    package func heads() async throws -> [StreamHead] {
        try await read("reading its events") {
            var found = try await headItems()
            for number in 1...Self.mostTries {
                let again = try await headItems()
                if again == found { return found.map(\.head).sorted { $0.stream < $1.stream } }
                found = again
                try await client.pause(afterFailure: number)
            }
            throw LedgerError.failed(
                act: "reading its events", why: "other processes kept writing at the same time")
        }
    }

    package func lastEventAt() async throws -> Date? {
        try await read("reading its events") { try await headItems().map(\.latest).max() }
    }

    package func keyEvents(of user: UserID, in account: AccountID) async throws -> [LedgerEvent] {
        try await fetch(DynamoDBQuery(TableLayout.keyEvents(user, account)))
    }

    /// May name a user whose only event was not recorded after all.
    package func usersWithEvents(in account: AccountID) async throws -> Set<UserID> {
        try await read("reading its events") {
            let items = try await client.query(DynamoDBQuery(TableLayout.usersWithEvents(account)))
            return Set(
                try items.map { item in
                    guard let user = item[TableLayout.sortKey]?.string.flatMap(UserID.init(rawValue:)) else {
                        throw LedgerError.impossible(item, place: place)
                    }
                    return user
                })
        }
    }

    package func events(ofKind kind: EventKind, in stream: StreamID, since: Date) async throws -> [LedgerEvent] {
        try await read("reading its events") {
            let hints = try await client.query(
                DynamoDBQuery(TableLayout.kind(kind.name, stream), .from(TableLayout.instant(since))))
            let numbers = try hints.map { hint in
                guard let number = hint["sequence"]?.number else { throw LedgerError.impossible(hint, place: place) }
                return Int(number)
            }
            let found = try await client.batchGetItem(Set(numbers).map { TableLayout.event(stream, $0) })
            // A hint proves nothing: a write that failed left it, and another event may have its number.
            return try found.values.map { try EventItem.event($0, place: place) }
                .filter { $0.kind == kind.name && $0.at.milliseconds >= since.milliseconds }
                .sorted { $0.sequence < $1.sequence }
        }
    }

    private func fetch(_ query: DynamoDBQuery) async throws -> [LedgerEvent] {
        try await read("reading its events") {
            try await client.query(query).map { try EventItem.event($0, place: place) }
        }
    }

    func headItems() async throws -> [HeadItem] {
        try await client.query(DynamoDBQuery(TableLayout.heads)).map { try HeadItem($0, place: place) }
    }
}

extension DynamoDBLedger {
    package func unsentMessages() async throws -> [OutboxMessage] {
        try await read("reading its outbox") {
            let items = try await client.query(DynamoDBQuery(TableLayout.outbox))
            let messages = try items.map { item in
                guard let text = item["message"]?.string, let sequence = item["sequence"]?.number,
                    let message = try? LedgerJSON.value(OutboxMessage.self, text)
                else { throw LedgerError.damaged(place: place, why: "a message in its outbox can't be read") }
                return (message: message, sequence: sequence)
            }
            return messages.sorted {
                ($0.message.queuedAt, $0.sequence, $0.message.id) < ($1.message.queuedAt, $1.sequence, $1.message.id)
            }.map(\.message)
        }
    }

    package func openPromises() async throws -> [OpenPromise] {
        try await read("reading its promises") {
            try await client.query(DynamoDBQuery(TableLayout.promises)).map(promise)
        }
    }

    func promise(_ item: DynamoDBItem) throws -> OpenPromise {
        guard let text = item["promise"]?.string, let promise = try? LedgerJSON.value(OpenPromise.self, text) else {
            throw LedgerError.damaged(place: place, why: "one of its open promises can't be read")
        }
        return promise
    }
}
