import FoundationEssentials
import KeyPolicy

/// Puts a copy of every notice into the thread of the run's summary, gathered into as few messages as will do.
struct ChannelCopySender: Sendable {
    let telling: OutboxSender
    let composer: any Composer

    /// Sentences about what did not arrive; it is owed and sent by the next run.
    func send(_ copies: [MissingChannelCopy], under summary: Delivery, now: Date) async throws -> [String] {
        guard !copies.isEmpty else { return [] }
        var problems: [String] = []
        let parts = composer.compose(.noticeCopies(copies.map(\.action)), now: now)
        let said = Set(parts.flatMap(\.covers))
        let unsaid = copies.filter { !said.contains($0.action.id) }.count
        if unsaid > 0 { problems.append("Copies of \(unsaid) notices do not fit into a message.") }
        for part in parts where !telling.clock.isEndAsked {
            let facts = copies.filter { part.covers.contains($0.action.id) }.map {
                DeliveryFact(address: $0.action.address, kind: .mirrored(notice: $0.message))
            }
            guard !facts.isEmpty,
                let word = await telling.word(part, to: .security, thread: summary, makesTrue: facts, isKept: false)
            else { continue }
            try await telling.promise([word])
            if let problem = try await telling.tell(word).problem {
                problems.append(
                    "\(problem) (copies of \(facts.count) notices; none of their keys is deactivated before)")
            }
        }
        return problems
    }
}
