import FoundationEssentials
import KeyPolicy

/// Posts the channel copies of notices in the thread of the run's summary, in as few messages as possible.
struct ChannelCopySender: Sendable {
    let sender: OutboxSender
    let composer: any Composer

    /// Sentences about copies that did not arrive; the next run sends them.
    func send(_ copies: [MissingChannelCopy], under summary: Delivery, now: Date) async throws -> [Problem] {
        guard !copies.isEmpty else { return [] }
        var problems: [Problem] = []
        let parts = composer.compose(.noticeCopies(copies.map(\.action)), now: now)
        let said = Set(parts.flatMap(\.covers))
        let unsaid = copies.filter { !said.contains($0.action.id) }.count
        if unsaid > 0 {
            problems.append(Problem(.copiesMissing, "Copies of \(unsaid) notices do not fit into a message."))
        }
        for part in parts where !sender.clock.isEndAsked {
            let facts = copies.filter { part.covers.contains($0.action.id) }.map {
                DeliveryFact(address: $0.action.address, kind: .channelCopyDelivered(notice: $0.message))
            }
            guard !facts.isEmpty,
                let message = await sender.message(
                    part, to: .security, thread: summary, makesTrue: facts, isKept: false)
            else { continue }
            try await sender.enqueue([message])
            if let problem = try await sender.send(message).problem {
                problems.append(
                    Problem(
                        .copiesMissing,
                        "\(problem.text) (copies of \(facts.count) notices; none of their keys is deactivated before "
                            + "they arrive)"
                    ))
            }
        }
        return problems
    }
}
