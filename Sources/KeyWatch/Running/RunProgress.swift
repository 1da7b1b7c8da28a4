import FoundationEssentials
import KeyPolicy

/// What earlier calls of a run did about its plan, by the events that they recorded: the last call may have been
/// killed.
struct RunProgress: Sendable {
    /// As the last call that wasn't killed left it; nil if there was none.
    let acted: PlanExecutor.Acted?
    /// The summary's message; nil where none was recorded.
    private(set) var posted: Delivery?
    /// By `PlannedAction.id`.
    private(set) var outcomes: [String: ActionOutcome] = [:]
    /// Notices that arrived.
    private(set) var sent: [NoticeSender.Sent] = []
    /// Channel copies that arrived.
    private(set) var copied: Set<DeliveryFact> = []
    /// Messages that were queued in the outbox.
    private(set) var queued: Set<MessageID> = []

    /// Reads the events of `run` about what is in its plan.
    init(of plan: Plan, run: RunID, acted: PlanExecutor.Acted?, in ledger: any EventLog) async throws {
        self.acted = acted
        posted = acted?.posted
        for event in try await ledger.events(ofKind: .summaryPosted, in: .runs, since: plan.at) where event.run == run {
            if case .run(.summaryPosted(let delivery)) = event.body { posted = delivery }
        }
        for event in try await ledger.events(ofKind: .messageQueued, in: .runs, since: plan.at) where event.run == run {
            if case .outbox(.queued(let message)) = event.body { queued.insert(message.id) }
        }
        let actions = plan.actions + plan.missingCopies.map(\.action)
        let users = Dictionary(grouping: actions) { UserAddress(account: $0.account.id, user: $0.user.id) }
        for address in users.keys {
            let events = try await ledger.keyEvents(of: address.user, in: address.account).filter { $0.run == run }
            guard !events.isEmpty else { continue }
            for event in events {
                guard let key = event.key, case .key(.channelCopyDelivered(let notice, _)) = event.body else {
                    continue
                }
                copied.insert(
                    DeliveryFact(
                        address: KeyAddress(account: address.account, user: address.user, key: key),
                        kind: .channelCopyDelivered(notice: notice)))
            }
            for action in plan.actions where action.account.id == address.account && action.user.id == address.user {
                add(action, events.filter { $0.key == action.key.id })
            }
        }
    }

    private struct UserAddress: Hashable {
        let account: AccountID
        let user: UserID
    }

    /// - Parameter events: of the run, about the action's key, oldest first.
    private mutating func add(_ action: PlannedAction, _ events: [LedgerEvent]) {
        var outcome: ActionOutcome?
        var message: MessageID?
        for event in events {
            guard case .key(let event) = event.body else { continue }
            switch (action.kind, event) {
            case (.notice(let planned), .noticeQueued(let notice))
            where notice.round == planned.round && notice.stage == planned.stage:
                message = notice.message
                outcome = .failed("It may not have arrived; the next run looks for it.")
            case (.notice, .noticeDelivered(let id, _)) where id == message: outcome = .delivered
            case (.notice, .noticeFailed(let id, let reason, _)) where id == message: outcome = .failed(reason)
            case (.deactivate(let planned, _), .deactivationIntended(let round, _)) where round == planned:
                outcome = .failed("Whether the key was deactivated is not known; the next run reads it again.")
            case (.deactivate, .deactivated) where outcome != nil: outcome = .done
            case (.deactivate, .deactivationFailed(let reason)) where outcome != nil: outcome = .skipped(reason)
            case (.announce, .announced(let told))
            where action.fact(.security)?.kind == .announced(told: told):
                outcome = .delivered
            default: break
            }
        }
        guard let outcome else { return }
        outcomes[action.id] = outcome
        if outcome == .delivered, action.notice != nil, let message {
            sent.append(NoticeSender.Sent(action: action, message: message))
        }
    }
}
