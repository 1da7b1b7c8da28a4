/// Words that were promised and not told yet, oldest first.
package protocol Outbox: Sendable {
    func untoldWords() async throws -> [OutboxMessage]
}
