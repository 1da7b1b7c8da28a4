import FoundationEssentials
import KeyPolicy

/// Puts a copy of every notice into the thread of the run's summary, gathered into as few messages as will do.
struct CopySending: Sendable {
    let journal: RunJournal
    let messenger: any Messenger
    let composer: any Composer
    let clock: RunClock

    /// Sentences about what did not arrive; it is owed and sent by the next run.
    func send(_ copies: [OwedCopy], under summary: Delivery, now: Date) async throws -> [String] {
        guard !copies.isEmpty else { return [] }
        var problems: [String] = []
        for part in composer.compose(.noticeCopies(copies.map(\.action)), now: now) {
            let covered = copies.filter { part.covers.contains($0.action.id) }
            guard let id = await journal.nextMessageID() else { continue }
            switch try await messenger.send(part.payload, id: id, to: .security, thread: summary) {
            case .delivered(let delivery):
                try await journal.record(
                    covered.map {
                        .about(
                            $0.action.address, .noticeMirrored(message: $0.message, delivery: delivery),
                            at: clock.policy())
                    })
            case .unreachable(_, let why), .notDelivered(let why), .unknown(let why):
                problems.append(
                    "Copies of \(covered.count) notices have not reached the security channel: \(why). "
                        + "The next run sends them again, and none of their keys is deactivated before.")
            }
        }
        return problems
    }
}
