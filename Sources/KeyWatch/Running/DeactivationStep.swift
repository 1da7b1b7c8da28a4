import FoundationEssentials
import KeyPolicy

/// Carries out one deactivation in this order: intent with its messages → read again → gate → lease → deactivate →
/// record → send.
struct DeactivationStep: Sendable {
    let journal: RunJournal
    let sender: OutboxSender
    let composer: any Composer
    let deactivator: any KeyDeactivator
    let clock: RunClock
    let action: PlannedAction
    /// The message in whose thread the channel is told; nil at the top level.
    var summary: Delivery?

    /// The outcome, with its problems.
    struct Result: Sendable {
        var outcome: ActionOutcome
        var problems: [Problem] = []
        /// What the gate refused at the last moment.
        var held: HoldReason?
    }

    /// - Parameters:
    ///   - intent: what is recorded before the call to AWS.
    ///   - say: the notification about it, for each audience.
    ///   - permit: asks the gate about the user as it is in AWS now.
    func carryOut(
        intent: KeyEvent, at now: Date, say: (PlannedAction, Notification.Audience) -> Notification,
        permit: (User) async throws -> Swift.Result<DeactivationPermit, HeldBack>
    ) async throws -> Result {
        // Before its messages are made: messages queued since then belong to it.
        let intendedAt = clock.policy()
        let messages = await messages(say, now)
        // Without its messages a deactivation doesn't happen.
        guard Set(messages.map(\.recipient)).isSuperset(of: action.audiences.map(\.recipient)) else {
            return Result(outcome: .failed("The message about it could not be made."))
        }
        // Record before acting: if this can't be written, nothing is done.
        try await sender.enqueue(messages, with: [.about(action.address, intent, at: intendedAt)])
        do {
            let session = try await deactivator.session(for: action.user, run: journal.run)
            switch try await permit(try await current(session)) {
            case .success(let given): try await deactivate(given, in: session)
            case .failure(let held):
                try await giveUp(messages, held.reason.text, observed: held.observed)
                return Result(outcome: .skipped(held.reason.text), held: held.reason)
            }
        } catch let error as LedgerError {
            throw error
        } catch let error as UnsettledDeactivation {
            return Result(
                outcome: .failed("\(error)"),
                problems: [problem(.changeUnknown, "\(action.key.id.masked) in \(action.account.id): \(error)")])
        } catch {
            try await giveUp(messages, "\(error)")
            return Result(
                outcome: .failed("\(error)"),
                problems: [
                    problem(
                        .keyNotDeactivated,
                        "\(action.key.id.masked) in \(action.account.id) was not deactivated: \(error)")
                ])
        }
        try await journal.record([.about(action.address, .deactivated, at: clock.policy())])
        return Result(outcome: .done, problems: try await send(messages))
    }

    private func problem(_ kind: Problem.Kind, _ text: String) -> Problem {
        Problem(kind, about: .key(action.key.id, in: action.account.id), text)
    }

    /// The user as it is in AWS now, with the last use of a machine's key.
    private func current(_ session: any DeactivationSession) async throws -> User {
        var user = try await session.user()
        guard user.owner.type == .machine else { return user }
        for index in user.keys.indices where user.keys[index].id == action.key.id {
            do {
                user.keys[index].lastUse = try await session.lastUse(of: user.keys[index].id)
            } catch {
                user.keys[index].lastUse = .unknown("\(error)")
            }
        }
        return user
    }

    /// A lost answer may hide a success, so the key is read once more.
    private func deactivate(_ permit: DeactivationPermit, in session: any DeactivationSession) async throws {
        let limit = try await journal.confirmLease()
        do {
            try await session.deactivate(permit, before: limit)
        } catch let refused as DeactivationRefused {
            throw refused
        } catch {
            // IAM shows a change only after a while: an active key proves nothing, and the next run settles it.
            let key = try? await session.user().keys.first { $0.id == permit.address.key }
            guard let key, key.status != .active else { throw UnsettledDeactivation(cause: "\(error)") }
        }
    }

    private func giveUp(
        _ messages: [OutboxMessage], _ reason: String, observed: [KeyEvent] = []
    ) async throws {
        try await journal.record(
            ([.deactivationFailed(reason: reason)] + observed).map { .about(action.address, $0, at: clock.policy()) }
                + messages.map { .outbox(.withdrawn(id: $0.id, reason: reason), at: clock.policy()) })
    }

    private func send(_ messages: [OutboxMessage]) async throws -> [Problem] {
        var problems: [Problem] = []
        for message in messages {
            let outcome = try await sender.send(message)
            // An owner who can't be reached any more is no problem of this run: the channel is notified too.
            if case .withdrawn = outcome { continue }
            if let problem = outcome.problem { problems.append(problem) }
        }
        return problems
    }

    private func messages(_ say: (PlannedAction, Notification.Audience) -> Notification, _ now: Date) async
        -> [OutboxMessage]
    {
        var messages: [OutboxMessage] = []
        for (audience, recipient, action) in action.audiences {
            for part in composer.compose(say(action, audience), now: now) {
                let thread = recipient == .security ? summary : nil
                if let message = await sender.message(part, to: recipient, about: action.address, thread: thread) {
                    messages.append(message)
                }
            }
        }
        return messages
    }
}

extension PlannedAction {
    /// Who is notified of something done to the key: its owner and the channel, or only the channel in the owner's
    /// place; and everyone who was given the deadline of a last notice.
    var audiences: [(audience: Notification.Audience, recipient: Recipient, action: PlannedAction)] {
        var owners = recipient == .security ? [] : [self]
        if case .deactivate(_, let promise) = kind { owners += promise.others.map(addressed) }
        return owners.map { (.owner, $0.recipient, $0) } + [(.channel, .security, self)]
    }
}

/// The call's answer was lost and reading the key again does not show it inactive: the next run settles it.
private struct UnsettledDeactivation: Error, CustomStringConvertible {
    let cause: String

    var description: String {
        "It is unknown whether the key was deactivated, because the answer was lost (\(cause)). The next run reads it "
            + "again."
    }
}
