import FoundationEssentials
import KeyPolicy

/// Sends messages by way of the outbox: queued in the ledger, sent, and settled with what that makes true.
///
/// If the process ends in between, the next run finds the queued message, looks for it in Slack, and only then sends
/// it again.
struct OutboxSender: Sendable {
    let journal: RunJournal
    let messenger: any Messenger
    let composer: any Composer
    let clock: RunClock

    /// Queues messages together with `facts`, in one write.
    func enqueue(_ messages: [OutboxMessage], with facts: [NewEvent] = []) async throws {
        try await journal.record(facts + messages.map { .outbox(.queued(message: $0), at: clock.policy()) })
    }

    /// Makes an outbox message of a composed one; nil when it can't have an id.
    func message(
        _ part: ComposedMessage, to recipient: Recipient, about: KeyAddress? = nil, thread: Delivery? = nil,
        makesTrue: [DeliveryFact] = [], isKept: Bool = true, trueUntil: Date? = nil, markers: [SummaryMarker] = []
    ) async -> OutboxMessage? {
        guard let id = await journal.nextMessageID() else { return nil }
        return OutboxMessage(
            id: id, recipient: recipient, about: about, payload: part.payload, queuedAt: clock.policy(),
            thread: thread, makesTrue: makesTrue, isKept: isKept, trueUntil: trueUntil, markers: markers)
    }

    /// The outcome of a queued message.
    enum Outcome: Hashable {
        case sent
        /// Certainly not sent, and withdrawn.
        case withdrawn(String)
        /// Still in the outbox: the next run looks for it, and sends it if it isn't there.
        case open(String)
        /// Sent, with a problem to report.
        case sentAgain(String)

        /// A sentence for the summary; nil when there is no problem.
        var problem: String? {
            switch self {
            case .sent: nil
            case .withdrawn(let why), .open(let why), .sentAgain(let why): why
            }
        }
    }

    /// Sends a queued message.
    func send(_ message: OutboxMessage) async throws -> Outcome {
        if let end = message.trueUntil, clock.policy() >= end {
            let why = "what it says was true until \(end.ISO8601Format())"
            try await withdraw(message, why)
            return .withdrawn("A message to \(message.recipient.text) was not sent any more: \(why)")
        }
        let outcome = try await messenger.send(
            message.payload, id: message.id, to: message.recipient, thread: message.thread, stamp: message.markers.first
        )
        let place = message.recipient.place
        switch outcome {
        case .delivered(let delivery):
            try await settle(message, delivery)
            let missing = try await post(message.markers.dropFirst(), under: delivery)
            return missing.isEmpty ? .sent : .sentAgain(missing.joined(separator: " "))
        case .unreachable(let reason, let why):
            // The channel gets its own message about everything, so one that can never arrive is dropped.
            if message.isKept, message.recipient == .security {
                return .open("The message to \(place) could not be told; the next run tries again: \(why)")
            }
            try await refused(message, reason, why)
            return .withdrawn("The message to \(place) can't be told: \(why)")
        case .notDelivered(let why):
            if message.isKept { return .open("The message to \(place) did not arrive; the next run tells it: \(why)") }
            try await withdraw(message, why)
            return .withdrawn("The message to \(place) did not arrive; the next run tells it: \(why)")
        case .unlisted(let why, _)
        where message.recipient != .security && !isYoung(message.since):
            try await withdraw(message, why)
            return .withdrawn("The message to \(place) could not be told for a week: \(why)")
        case .unknown(let why), .unlisted(let why, _):
            return .open("The message to \(place) may not have arrived; the next run looks for it: \(why)")
        }
    }

    /// The result of looking for a message.
    enum LookUp: Hashable {
        /// It is there, and now settled.
        case found
        /// It is certainly not there.
        case absent
        /// It is unknown; the next run looks again.
        case unreadable(String)
        /// It was unknown for so long that it is sent once more, whether it is there or not.
        case givenUp(String)
    }

    /// Looks for a message that an earlier run may have sent, and settles it if it is there.
    func lookFor(_ message: OutboxMessage) async throws -> LookUp {
        do {
            let found = try await messenger.find(
                message.id, at: message.recipient, thread: message.thread, meant: message.queuedAt)
            guard let found else { return .absent }
            try await settle(message, found)
            return .found
        } catch MessengerError.cannotLookUp(let why) {
            return isYoung(message.queuedAt) ? .unreadable("\(MessengerError.cannotLookUp(why))") : .givenUp(why)
        }
    }

    /// Sends a message that an earlier run may have sent already: looked up first.
    func sendAgain(_ message: OutboxMessage) async throws -> Outcome {
        try await sendAgain(message, after: try await lookFor(message))
    }

    /// The same for a message that was looked up before.
    func sendAgain(_ message: OutboxMessage, after lookUp: LookUp) async throws -> Outcome {
        switch lookUp {
        case .found: return .sent
        case .unreadable(let why): return .open(why)
        case .absent: return try await send(try await renewed(message, mayBeRepeat: false))
        case .givenUp(let why):
            let again = try await renewed(message, mayBeRepeat: true)
            let said =
                "The message to \(message.recipient.place) of \(message.queuedAt.ISO8601Format()) could not be looked up for a "
                + "week (\(why.clause)), so it is sent once more and says that it may be a repeat. Check Slack's status "
                + "and the app's history scopes."
            if case .open(let problem) = try await send(again) { return .open("\(said) \(problem)") }
            return .sentAgain(said)
        }
    }

    /// Another attempt has its own instant, recorded before it is made: the next look-up reads only around that.
    private func renewed(_ message: OutboxMessage, mayBeRepeat: Bool) async throws -> OutboxMessage {
        let again = message.again(
            at: clock.policy(), payload: mayBeRepeat ? composer.marked(message.payload) : message.payload)
        try await enqueue([again])
        return again
    }

    private func isYoung(_ instant: Date) -> Bool {
        clock.policy().timeIntervalSince(instant) < KeyHistory.Unclear.patience
    }

    /// Posts the markers that a message has no room for. Without them other ledgers know that something is missing.
    func post(_ markers: some Sequence<SummaryMarker>, under parent: Delivery) async throws -> [String] {
        var problems: [String] = []
        for marker in markers {
            let notification = Notification.promisesContinued(part: marker.part, of: marker.parts)
            guard let part = composer.compose(notification, now: clock.policy()).first,
                let id = await journal.nextMessageID()
            else { continue }
            switch try await messenger.send(part.payload, id: id, to: .security, thread: parent, stamp: marker) {
            case .delivered: break
            case .unreachable(_, let why), .notDelivered(let why), .unknown(let why), .unlisted(let why, _):
                problems.append(
                    "Part \(marker.part) of \(marker.parts) of the open promises could not be posted in the thread: "
                        + "\(why.clause).")
            }
        }
        return problems
    }

    func withdraw(_ message: OutboxMessage, _ reason: String) async throws {
        try await journal.record([.outbox(.withdrawn(id: message.id, reason: reason), at: clock.policy())])
    }

    /// A definite refusal of a message about a key counts for its other messages: the next one goes to the stand-in.
    private func refused(_ message: OutboxMessage, _ reason: UnreachableReason, _ why: String) async throws {
        let at = clock.policy()
        let keys =
            message.recipient == .security
            ? [] : Set(message.makesTrue.map(\.address) + [message.about].compactMap(\.self))
        try await journal.record(
            [.outbox(.withdrawn(id: message.id, reason: why), at: at)]
                + keys.sorted().map {
                    .about($0, .recipientRefused(recipient: message.recipient, reason: reason), at: at)
                })
    }

    private func settle(_ message: OutboxMessage, _ delivery: Delivery) async throws {
        let at = clock.policy()
        try await journal.record(
            [.outbox(.sent(id: message.id, delivery: delivery), at: at)]
                + message.makesTrue.map { .about($0.address, $0.event(delivery), at: at) })
    }
}

extension Recipient {
    /// Its name in a sentence for the person who runs Relevo.
    var place: String { self == .security ? "the security channel" : text }
}
