import FoundationEssentials
import KeyPolicy

/// Sends each recipient's notices in one message: claim → send → record, part by part.
struct NoticeSender: Sendable {
    let journal: RunJournal
    let messenger: any Messenger
    let composer: any Composer
    let clock: RunClock
    let plan: Plan
    let progress: ProgressHandler

    /// A notice that arrived, with the message it went out in.
    struct Sent: Sendable {
        let action: PlannedAction
        let message: MessageID
    }

    struct Result: Sendable {
        var outcomes: [String: ActionOutcome] = [:]
        var sent: [Sent] = []
        var problems: [String] = []
    }

    func send() async throws -> Result {
        var result = Result()
        let groups = Dictionary(grouping: plan.notices, by: \.recipient).sorted { $0.key < $1.key }
        for (index, group) in groups.enumerated() {
            // A decision this old may be out of date; the next run decides again.
            guard clock.policy().timeIntervalSince(plan.at) < Gate.longestRun else {
                report("the run took over an hour", group.value, group.key, &result)
                continue
            }
            try await send(group.value, to: group.key, &result)
            progress(.sending(done: index + 1, of: groups.count))
        }
        return result
    }

    private func send(_ actions: [PlannedAction], to recipient: Recipient, _ result: inout Result) async throws {
        let notification: Notification = recipient == .security ? .unreachable(actions) : .notices(actions)
        let parts = composer.compose(notification, now: plan.at)
        let said = Set(parts.flatMap(\.covers))
        for action in actions where !said.contains(action.id) {
            report("its text does not fit into a message", [action], recipient, &result)
        }
        for part in parts where !clock.isEndAsked {
            let covered = actions.filter { part.covers.contains($0.id) }
            guard !covered.isEmpty, let message = await journal.nextMessageID() else { continue }
            let claims = covered.compactMap { claim(for: $0, message: message) }
            let won = try await journal.claim(claims)
            guard won.count == claims.count else {
                // Another run claimed one of them, so a message that names it must not be sent by this run.
                try await fail(won, message, "another run claimed part of the message", mayHaveArrived: false)
                report("another run claimed part of it", covered, recipient, &result)
                continue
            }
            try await deliver(part, message, claims, covered, to: recipient, &result)
        }
    }

    private func deliver(
        _ part: ComposedMessage, _ message: MessageID, _ claims: [NoticeClaim], _ covered: [PlannedAction],
        to recipient: Recipient, _ result: inout Result
    ) async throws {
        let outcome: SendOutcome
        do {
            outcome = try await messenger.send(part.payload, id: message, to: recipient, thread: nil)
        } catch let error as MessengerError {
            try await fail(Set(claims), message, "\(error)", mayHaveArrived: false)
            throw error
        }
        // Any other error says nothing about the message: its claim stays open.
        switch outcome {
        case .delivered(let delivery):
            try await journal.record(
                claims.map {
                    .about($0.address, .noticeDelivered(message: message, delivery: delivery), at: clock.policy())
                })
            for action in covered {
                result.outcomes[action.id] = .delivered
                result.sent.append(Sent(action: action, message: message))
            }
        case .unreachable(let reason, let why):
            try await fail(Set(claims), message, why, mayHaveArrived: false)
            try await journal.record(
                claims.map {
                    .about($0.address, .recipientRefused(recipient: recipient, reason: reason), at: clock.policy())
                })
            report(why, covered, recipient, &result)
        case .notDelivered(let why):
            try await fail(Set(claims), message, why, mayHaveArrived: false)
            report(why, covered, recipient, &result)
        case .unknown(let why):
            // The claim stays open: the next run looks the message up before it sends it again.
            report("\(why.clause); it may have arrived", covered, recipient, &result)
        case .unlisted(let why, let mayHaveArrived):
            if !mayHaveArrived { try await fail(Set(claims), message, why, mayHaveArrived: false) }
            try await journal.record(
                claims.map { .about($0.address, .recipientUnclear(recipient: recipient), at: clock.policy()) })
            report(why, covered, recipient, &result)
        }
    }

    private func report(_ why: String, _ covered: [PlannedAction], _ recipient: Recipient, _ result: inout Result) {
        for action in covered { result.outcomes[action.id] = .failed(why) }
        result.problems.append(
            "A notice to \(recipient.text) was not seen to arrive: \(why.clause). The next run tries again.")
    }

    private func fail(
        _ claims: Set<NoticeClaim>, _ message: MessageID, _ why: String, mayHaveArrived: Bool
    ) async throws {
        try await journal.record(
            claims.sorted { $0.address < $1.address }.map {
                .about(
                    $0.address, .noticeFailed(message: message, reason: why, mayHaveArrived: mayHaveArrived),
                    at: clock.policy())
            })
    }

    private func claim(for action: PlannedAction, message: MessageID) -> NoticeClaim? {
        guard let notice = action.notice else { return nil }
        return NoticeClaim(
            address: action.address,
            notice: Notice(
                notice.content, message: message, recipient: action.recipient, keyCreatedAt: action.key.createdAt,
                decidedAt: plan.at),
            replaces: notice.replaces)
    }
}
