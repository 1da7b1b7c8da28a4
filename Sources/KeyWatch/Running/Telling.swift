import FoundationEssentials
import KeyPolicy

/// Sends words from the outbox and records what became of them.
struct Telling: Sendable {
    let journal: RunJournal
    let messenger: any Messenger
    let clock: RunClock

    /// Sends a word for the first time; a sentence if it stays in the outbox.
    func tell(_ word: PromisedWord) async throws -> String? {
        let outcome = try await messenger.send(word.payload, id: word.message, to: word.recipient, thread: nil)
        switch outcome {
        case .delivered(let delivery):
            try await journal.record([.word(.told(message: word.message, delivery: delivery), at: clock.policy())])
            return nil
        case .unreachable(_, let why):
            // The channel has a word of its own about the same thing; this one can never arrive.
            guard word.recipient != .security else { return "The security channel can't be reached: \(why)" }
            try await journal.record([.word(.withdrawn(message: word.message, reason: why), at: clock.policy())])
            return nil
        case .notDelivered(let why), .unknown(let why):
            return "A message to \(word.recipient.text) is still to be told and will be sent by the next run: \(why)"
        }
    }

    /// Sends a word that an earlier run may have sent already: looked up first.
    func tellAgain(_ word: PromisedWord) async throws -> String? {
        do {
            let since = word.promisedAt.addingTimeInterval(-3_600)
            if let found = try await messenger.find(word.message, at: word.recipient, thread: nil, since: since) {
                try await journal.record([.word(.told(message: word.message, delivery: found), at: clock.policy())])
                return nil
            }
        } catch let error as MessengerError {
            if case .refused = error { throw error }
            return "\(error)"
        }
        return try await tell(word)
    }
}
