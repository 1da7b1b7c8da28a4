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
    /// Messages that were queued in the outbox, and those of them that were withdrawn.
    private(set) var queued: Set<MessageID> = []
    private(set) var withdrawn: Set<MessageID> = []
    /// When a call first began to act, and may have posted the summary; nil if this is the first.
    let begunAt: Date?

    /// Reads the events of `run` about what is in its plan.
    init(
        of plan: Plan, run: RunID, acted: PlanExecutor.Acted?, begunAt: Date?, in ledger: any EventLog
    ) async throws {
        self.acted = acted
        self.begunAt = begunAt
        posted = acted?.posted
        try await addAnnounced(of: plan, in: ledger)
        guard begunAt != nil else { return }
        // A clock that was put back by some minutes must not hide anything.
        let since = Days.after(-1, plan.at)
        for event in try await ledger.events(ofKind: .summaryPosted, in: .runs, since: since) where event.run == run {
            if case .run(.summaryPosted(let delivery)) = event.body { posted = delivery }
        }
        for event in try await ledger.events(ofKind: .messageQueued, in: .runs, since: since) where event.run == run {
            if case .outbox(.queued(let message)) = event.body { queued.insert(message.id) }
        }
        for event in try await ledger.events(ofKind: .messageWithdrawn, in: .runs, since: since) {
            if case .outbox(.withdrawn(let id, _)) = event.body, queued.contains(id) { withdrawn.insert(id) }
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

    /// What was announced since the plan was made: also by a sighting, which is no part of the run. What was announced
    /// before may be due once more, such as a key that is activated a second time.
    private mutating func addAnnounced(of plan: Plan, in ledger: any EventLog) async throws {
        for action in plan.actions {
            guard let fact = action.fact(action.announcedTo) else { continue }
            let events = try await ledger.keyEvents(of: action.user.id, in: action.account.id)
            let isAnnounced = events.contains { event in
                guard event.at >= plan.at, event.key == action.key.id, case .key(.announced(let told)) = event.body
                else { return false }
                return fact.kind == .announced(told: told)
            }
            if isAnnounced { outcomes[action.id] = .delivered }
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
                outcome = .failed("It is unknown whether the key was deactivated; the next run reads it again.")
            case (.deactivate, .deactivated) where outcome != nil: outcome = .done
            case (.deactivate, .deactivationFailed(let reason)) where outcome != nil: outcome = .failed(reason)
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

extension PlannedAction {
    /// Whose delivery makes it announced.
    fileprivate var announcedTo: Recipient { announcement?.row.countsByRecipient == true ? recipient : .security }
}
