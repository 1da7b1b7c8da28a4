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

    /// Queues messages together with `facts`.
    func enqueue(_ messages: [OutboxMessage], with facts: [NewEvent] = []) async throws {
        try await journal.queue(messages, with: facts, at: clock.policy())
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
        case withdrawn(Problem)
        /// Still in the outbox: the next run looks for it, and sends it if it isn't there.
        case open(Problem)
        /// Sent, with a problem to report.
        case sentAgain(Problem)

        var problem: Problem? {
            switch self {
            case .sent: nil
            case .withdrawn(let problem), .open(let problem), .sentAgain(let problem): problem
            }
        }
    }

    /// Sends a queued message, and then `replies` in its thread: more explanation, on whose arrival nothing depends.
    func send(_ message: OutboxMessage, replies: [String] = []) async throws -> Outcome {
        if let end = message.trueUntil, clock.policy() >= end {
            let why = "what it says was true until \(end.ISO8601Format())"
            try await withdraw(message, why)
            return .withdrawn(
                Problem(
                    .messageOutOfDate, about: .recipient(message.recipient),
                    "A message to \(message.recipient.text) was not sent: \(why)"))
        }
        let outcome: SendOutcome
        do {
            outcome = try await messenger.send(
                message.payload, id: message.id, to: message.recipient, thread: message.thread,
                stamp: message.markers.first)
        } catch let error as MessengerError {
            // Our own token is refused, so it was certainly not sent.
            if message.isNotice { try await withdraw(message, "\(error)") }
            throw error
        }
        let (what, place) = (message.isNotice ? "notice" : "message", message.recipient.place)
        func problem(_ kind: Problem.Kind, _ text: String) -> Problem {
            Problem(kind, about: .recipient(message.recipient), text)
        }
        switch outcome {
        case .delivered(let delivery):
            try await journal.settle(message, delivery, at: clock.policy())
            for reply in replies {
                guard !clock.isEndAsked, let id = await journal.nextMessageID() else { break }
                _ = try? await messenger.send(reply, id: id, to: message.recipient, thread: delivery)
            }
            let missing = try await post(message.markers.dropFirst(), under: delivery)
            return missing.isEmpty
                ? .sent : .sentAgain(problem(.promisesIncomplete, missing.map(\.text).joined(separator: " ")))
        case .unreachable(let reason, let why):
            // The channel gets its own message about everything, so one that can never arrive is dropped.
            if message.isKept, message.recipient == .security {
                return .open(
                    problem(
                        .messageNotDelivered,
                        "The message to \(place) was refused; the next run tries again: \(why.clause)."))
            }
            try await refused(message, reason, why)
            return .withdrawn(
                problem(.messageUndeliverable, "The \(what) to \(place) can't be delivered: \(why.clause)."))
        case .notDelivered(let why):
            let problem = problem(
                .messageNotDelivered,
                "The \(what) to \(place) was not delivered; the next run tries again: \(why.clause).")
            if message.isKept { return .open(problem) }
            try await withdraw(message, why)
            return .withdrawn(problem)
        case .unlisted(let why, let mayHaveArrived) where message.isNotice:
            try await unclear(message, why, mayHaveArrived: mayHaveArrived)
            return mayHaveArrived
                ? .open(
                    problem(
                        .messageMayNotHaveArrived,
                        "The notice to \(place) may not have arrived; the next run looks for it: \(why.clause)."))
                : .withdrawn(
                    problem(
                        .messageNotDelivered,
                        "The notice to \(place) was not delivered; the next run tries again: \(why.clause)."))
        case .unlisted(let why, _)
        where message.recipient != .security && !isYoung(message.since):
            try await withdraw(message, why)
            return .withdrawn(
                problem(
                    .messageUndeliverable,
                    "The message to \(place) could not be delivered for a week: \(why.clause)."))
        case .unknown(let why), .unlisted(let why, _):
            return .open(
                problem(
                    .messageMayNotHaveArrived,
                    "The \(what) to \(place) may not have arrived; the next run looks for it: \(why.clause)."))
        }
    }

    /// The result of looking for a message.
    enum LookUp: Hashable {
        /// It is there, and now settled.
        case found
        /// It is certainly not there.
        case absent
        /// It is unknown; the next run looks again.
        case unreadable(Problem)
        /// It was unknown for so long that it is sent once more, whether it is there or not.
        case givenUp(String)
    }

    /// Looks for a message that an earlier run may have sent, and settles it if it is there.
    func lookFor(_ message: OutboxMessage) async throws -> LookUp {
        do {
            let found = try await messenger.find(
                message.id, at: message.recipient, thread: message.thread, meant: message.queuedAt)
            guard let found else { return .absent }
            try await journal.settle(message, found, at: clock.policy())
            return .found
        } catch MessengerError.cannotLookUp(let why) {
            guard isYoung(message.queuedAt) else { return .givenUp(why) }
            return .unreadable(
                Problem(
                    .messageNotLookedUp, about: .recipient(message.recipient), "\(MessengerError.cannotLookUp(why))"))
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
        case .unreadable(let problem): return .open(problem)
        case .absent: return try await send(try await renewed(message, mayBeRepeat: false))
        case .givenUp(let why):
            let again = try await renewed(message, mayBeRepeat: true)
            let said = Self.givenUp(message, why)
            if case .open(let problem) = try await send(again) {
                return .open(Problem(problem.kind, about: problem.subject, "\(said.text) \(problem.text)"))
            }
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

    /// Says that a message could not be looked up for a week and is therefore sent once more.
    private static func givenUp(_ message: OutboxMessage, _ why: String) -> Problem {
        Problem(
            .messageSentAgain, about: .recipient(message.recipient),
            "The \(message.isNotice ? "notice" : "message") to \(message.recipient.place) of "
                + "\(message.queuedAt.ISO8601Format()) could not be looked up for a week (\(why.clause)), so it is sent once "
                + "more and says that it may be a repeat. Check Slack's status and the app's history scopes.")
    }

    /// Settles notices that an earlier run left open. One that isn't found is withdrawn: the next decision says whether
    /// and when it is sent again. Returns a problem to report; `isOpen` if it is still unknown whether it arrived.
    func settleNotice(_ message: OutboxMessage) async throws -> (problem: Problem?, isOpen: Bool) {
        switch try await lookFor(message) {
        case .found: return (nil, false)
        case .absent:
            try await withdraw(message, "looked up after a lost answer and not found", mayHaveArrived: true)
            return (nil, false)
        case .unreadable(let problem): return (problem, true)
        case .givenUp(let why):
            // It counts as read or as not read, whichever gives more time.
            try await withdraw(message, "could not be looked up for a week", mayHaveArrived: true)
            return (Self.givenUp(message, why), false)
        }
    }

    private func isYoung(_ instant: Date) -> Bool {
        clock.policy().timeIntervalSince(instant) < KeyHistory.Unclear.patience
    }

    /// Posts the markers that a message has no room for. Without them other ledgers know that something is missing.
    func post(_ markers: some Sequence<SummaryMarker>, under parent: Delivery) async throws -> [Problem] {
        let posting = MarkerPosting(messenger: messenger, composer: composer, clock: clock)
        var problems: [Problem] = []
        for marker in markers {
            let id = await journal.nextMessageID()
            if let problem = try await posting.post(marker, id: id, under: parent) { problems.append(problem) }
        }
        return problems
    }

    func withdraw(
        _ message: OutboxMessage, _ reason: String, mayHaveArrived: Bool = false, and facts: [NewEvent] = []
    ) async throws {
        try await journal.withdraw(message, reason, mayHaveArrived: mayHaveArrived, and: facts, at: clock.policy())
    }

    /// An unlisted refusal counts against the recipient; the notice stays open only if it may have arrived.
    private func unclear(_ message: OutboxMessage, _ why: String, mayHaveArrived: Bool) async throws {
        let facts: [NewEvent] = message.notices.map {
            .about($0.address, .recipientUnclear(recipient: message.recipient), at: clock.policy())
        }
        if mayHaveArrived { return try await journal.record(facts) }
        try await withdraw(message, why, and: facts)
    }

    /// A definite refusal of a message about a key counts for its other messages: the next one goes to the stand-in.
    private func refused(_ message: OutboxMessage, _ reason: UnreachableReason, _ why: String) async throws {
        let at = clock.policy()
        let keys =
            message.recipient == .security
            ? [] : Set(message.makesTrue.map(\.address) + [message.about].compactMap(\.self))
        try await withdraw(
            message, why,
            and: keys.sorted().map {
                .about($0, .recipientRefused(recipient: message.recipient, reason: reason), at: at)
            })
    }
}

extension Recipient {
    /// Its name in a sentence for the person who runs Relevo.
    var place: String { self == .security ? "the security channel" : text }
}

/// Posts the further parts of a marker in the thread of the message that has the first.
struct MarkerPosting: Sendable {
    let messenger: any Messenger
    let composer: any Composer
    let clock: RunClock

    func post(_ marker: SummaryMarker, id: MessageID?, under parent: Delivery) async throws -> Problem? {
        let notification = Notification.promisesContinued(part: marker.part, of: marker.parts)
        guard let part = composer.compose(notification, now: clock.policy()).first, let id else { return nil }
        switch try await messenger.send(part.payload, id: id, to: .security, thread: parent, stamp: marker) {
        case .delivered: return nil
        case .unreachable(_, let why), .notDelivered(let why), .unknown(let why), .unlisted(let why, _):
            return Problem(
                .promisesIncomplete,
                "Part \(marker.part) of \(marker.parts) of the open promises could not be posted in the thread: "
                    + "\(why.clause).")
        }
    }
}
