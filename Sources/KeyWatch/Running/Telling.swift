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
        makesTrue: [ToldFact] = [], isKept: Bool = true
    ) async -> PromisedWord? {
        guard let id = await journal.nextMessageID() else { return nil }
        return PromisedWord(
            message: id, recipient: recipient, about: about, payload: part.payload, promisedAt: clock.policy(),
            thread: thread, makesTrue: makesTrue, isKept: isKept)
    }

    /// How a promised word fared.
    enum Fate: Hashable {
        case told
        /// Certainly not told, and withdrawn.
        case withdrawn(String)
        /// Still in the outbox: the next run looks for it, and sends it if it isn't there.
        case open(String)

        /// A sentence for the summary; nil when there is nothing to say.
        var problem: String? {
            switch self {
            case .told: nil
            case .withdrawn(let why), .open(let why): why
            }
        }
    }

    /// Sends a promised word.
    func tell(_ word: PromisedWord) async throws -> Fate {
        let outcome = try await messenger.send(
            word.payload, id: word.message, to: word.recipient, thread: word.thread)
        let place = word.recipient == .security ? "the security channel" : word.recipient.text
        switch outcome {
        case .delivered(let delivery):
            try await settle(word, delivery)
            return .told
        case .unreachable(let reason, let why):
            // The channel gets a word of its own about everything, so one that can never arrive is dropped.
            if word.isKept, word.recipient == .security {
                return .open("Word to \(place) could not be told; the next run tries again: \(why)")
            }
            try await refused(word, reason, why)
            return .withdrawn("Word to \(place) can't be told: \(why)")
        case .notDelivered(let why):
            if word.isKept { return .open("Word to \(place) did not arrive; the next run tells it: \(why)") }
            try await withdraw(word, why)
            return .withdrawn("Word to \(place) did not arrive; the next run tells it: \(why)")
        case .unknown(let why):
            return .open("Word to \(place) may not have arrived; the next run looks for it: \(why)")
        }
    }

    /// Sends a word that an earlier run may have sent already: looked up first.
    func tellAgain(_ word: PromisedWord) async throws -> Fate {
        if let fate = try await lookFor(word) { return fate }
        return try await tell(word)
    }

    /// Settles a word that is in Slack already; nil when it surely isn't.
    func lookFor(_ word: PromisedWord) async throws -> Fate? {
        do {
            let since = word.promisedAt.addingTimeInterval(-3_600)
            let found = try await messenger.find(word.message, at: word.recipient, thread: word.thread, since: since)
            guard let found else { return nil }
            try await settle(word, found)
            return .told
        } catch MessengerError.cannotLookUp(let why) {
            return .open("\(MessengerError.cannotLookUp(why))")
        }
    }

    func withdraw(_ word: PromisedWord, _ reason: String) async throws {
        try await journal.record([.word(.withdrawn(message: word.message, reason: reason), at: clock.policy())])
    }

    /// A definite no to a word about a key is a no to messages about it: the next one goes to who stands in.
    private func refused(_ word: PromisedWord, _ reason: UnreachableReason, _ why: String) async throws {
        let at = clock.policy()
        let keys =
            word.recipient == .security ? [] : Set(word.makesTrue.map(\.address) + [word.about].compactMap(\.self))
        try await journal.record(
            [.word(.withdrawn(message: word.message, reason: why), at: at)]
                + keys.sorted().map {
                    .about($0, .recipientRefused(recipient: word.recipient, reason: reason), at: at)
                })
    }

    private func settle(_ word: PromisedWord, _ delivery: Delivery) async throws {
        let at = clock.policy()
        try await journal.record(
            [.word(.told(message: word.message, delivery: delivery), at: at)]
                + word.makesTrue.map { .about($0.address, $0.event(delivery), at: at) })
    }
}
