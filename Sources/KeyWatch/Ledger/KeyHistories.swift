import FoundationEssentials
package import KeyPolicy

/// Folds a user's events into what is known of each key.
package struct KeyHistories: Sendable {
    private let ledger: any EventLog

    package init(ledger: any EventLog) { self.ledger = ledger }

    package func of(_ user: UserID, in account: AccountID) async throws -> [AccessKeyID: KeyHistory] {
        var histories: [AccessKeyID: KeyHistory] = [:]
        for event in try await ledger.keyEvents(of: user, in: account) {
            guard let key = event.key else { continue }
            guard case .key(let keyEvent) = event.body else {
                // An event about a key that this version can't read might be the one that forbids what comes next.
                throw LedgerError.damaged(
                    place: event.stream.text, why: "event \(event.sequence) (\(event.kind)) can't be read")
            }
            histories[key, default: KeyHistory()].apply(keyEvent, at: event.at)
        }
        return histories
    }
}
