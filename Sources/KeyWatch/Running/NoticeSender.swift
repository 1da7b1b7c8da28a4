import FoundationEssentials
import KeyPolicy

/// Sends each recipient's notices in one message: queue → send → record, part by part.
struct NoticeSender: Sendable {
    let ledger: any EventLog
    let sender: OutboxSender
    let plan: Plan
    let progress: ProgressHandler
    /// The run's summary: what the security channel gets in an owner's place is posted in its thread.
    var summary: Delivery?

    /// A notice that arrived, with the message it went out in.
    struct Sent: Sendable {
        let action: PlannedAction
        let message: MessageID
    }

    private var composer: any Composer { sender.composer }
    private var clock: RunClock { sender.clock }

    struct Result: Sendable {
        var outcomes: [String: ActionOutcome] = [:]
        var sent: [Sent] = []
        var problems: [Problem] = []
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
            guard !covered.isEmpty, let message = await message(part, covered, to: recipient) else { continue }
            guard try await !ledger.isTaken(message) else {
                report("an earlier message about one of its keys is open or was delivered", covered, recipient, &result)
                continue
            }
            try await sender.enqueue([message])
            let outcome = try await sender.send(message, replies: part.replies)
            for action in covered {
                result.outcomes[action.id] = outcome.problem.map { .failed($0.text) } ?? .delivered
                if outcome == .sent { result.sent.append(Sent(action: action, message: message.id)) }
            }
            if let problem = outcome.problem { result.problems.append(problem) }
        }
    }

    private func report(_ why: String, _ covered: [PlannedAction], _ recipient: Recipient, _ result: inout Result) {
        for action in covered { result.outcomes[action.id] = .failed(why) }
        result.problems.append(
            Problem(
                .noticeNotSent, about: .recipient(recipient),
                "The notice to \(recipient.place) was not sent: \(why). The next run decides again."))
    }

    private func message(
        _ part: ComposedMessage, _ covered: [PlannedAction], to recipient: Recipient
    ) async -> OutboxMessage? {
        guard let id = await sender.journal.nextMessageID() else { return nil }
        let facts = covered.compactMap { action in
            action.notice.map { notice in
                DeliveryFact(
                    address: action.address,
                    kind: .noticeDelivered(
                        notice: Notice(
                            notice.content, message: id, recipient: recipient, keyCreatedAt: action.key.createdAt,
                            decidedAt: plan.at)))
            }
        }
        return OutboxMessage(
            id: id, recipient: recipient, about: nil, payload: part.payload, queuedAt: clock.policy(),
            thread: recipient == .security ? summary : nil, makesTrue: facts, isKept: false)
    }
}
