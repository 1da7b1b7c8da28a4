import FoundationEssentials
import KeyPolicy

/// Tells words by way of the outbox: promised in the ledger, sent, and settled with what that makes true.
///
/// Whatever dies in between, the next run finds the promise, looks for the message in Slack, and only then sends it again.
struct Telling: Sendable {
    let journal: RunJournal
    let messenger: any Messenger
    let clock: RunClock

    /// Promises words together with `facts`, in one write.
    func promise(_ words: [PromisedWord], with facts: [Fact] = []) async throws {
        try await journal.record(facts + words.map { .word(.promised(word: $0), at: clock.policy()) })
    }

    /// Makes a word of a composed message; nil when no name for it is left.
    func word(
        _ part: ComposedMessage, to recipient: Recipient, about: KeyAddress? = nil, thread: Delivery? = nil,
        makesTrue: [ToldFact] = []
    ) async -> PromisedWord? {
        guard let id = await journal.nextMessageID() else { return nil }
        return PromisedWord(
            message: id, recipient: recipient, about: about, payload: part.payload, promisedAt: clock.policy(),
            thread: thread, makesTrue: makesTrue)
    }

    /// Sends a promised word; a sentence if it has not been told.
    func tell(_ word: PromisedWord) async throws -> String? {
        let outcome = try await messenger.send(
            word.payload, id: word.message, to: word.recipient, thread: word.thread)
        switch outcome {
        case .delivered(let delivery):
            try await settle(word, delivery)
            return nil
        case .unreachable(_, let why):
            guard word.about != nil, word.recipient == .security else {
                try await withdraw(word, why)
                // Of a deactivation the channel has a word of its own; this one can never arrive.
                return word.about == nil ? "Word to \(word.recipient.text) did not arrive: \(why)" : nil
            }
            return "The security channel can't be reached, and a deactivation is still to be told: \(why)"
        case .notDelivered(let why):
            // A deactivation stays to be told; everything else is decided afresh by the next run.
            if word.about == nil { try await withdraw(word, why) }
            return "Word to \(word.recipient.text) did not arrive; the next run tells it: \(why)"
        case .unknown(let why):
            return "Word to \(word.recipient.text) may not have arrived; the next run looks for it: \(why)"
        }
    }

    /// Sends a word that an earlier run may have sent already: looked up first.
    func tellAgain(_ word: PromisedWord) async throws -> String? {
        do {
            let since = word.promisedAt.addingTimeInterval(-3_600)
            let found = try await messenger.find(word.message, at: word.recipient, thread: word.thread, since: since)
            if let found {
                try await settle(word, found)
                return nil
            }
        } catch MessengerError.cannotLookUp(let why) {
            return "\(MessengerError.cannotLookUp(why))"
        }
        return try await tell(word)
    }

    func withdraw(_ word: PromisedWord, _ reason: String) async throws {
        try await journal.record([.word(.withdrawn(message: word.message, reason: reason), at: clock.policy())])
    }

    private func settle(_ word: PromisedWord, _ delivery: Delivery) async throws {
        let at = clock.policy()
        try await journal.record(
            [.word(.told(message: word.message, delivery: delivery), at: at)]
                + word.makesTrue.map { .about($0.address, $0.event(delivery), at: at) })
    }
}
