import FoundationEssentials
import KeyPolicy

/// Carries out what was promised: intent → read again → gate → deactivate → record → tell.
struct Deactivating: Sendable {
    let journal: RunJournal
    let telling: Telling
    let composer: any Composer
    let deactivator: any KeyDeactivator
    let decide: Decide
    let clock: RunClock
    let plan: Plan
    let progress: ProgressHandler

    struct Result: Sendable {
        var outcomes: [String: ActionOutcome] = [:]
        var problems: [String] = []
        /// What the gate turned away at the last moment.
        var held: [HoldReason] = []
    }

    func carryOut() async throws -> Result {
        var result = Result()
        let due = plan.deactivations.sorted { $0.address < $1.address }
        for (index, action) in due.enumerated() {
            result.outcomes[action.id] = try await carryOut(action, &result)
            progress(.deactivating(done: index + 1, of: due.count))
        }
        return result
    }

    private func carryOut(_ action: PlannedAction, _ result: inout Result) async throws -> ActionOutcome {
        guard case .deactivate(let round, let promise) = action.kind else { return .skipped("not a deactivation") }
        let words = await words(about: action)
        // Never silently: without its words a deactivation doesn't happen.
        guard Set(words.map(\.recipient)).isSuperset(of: [.security, action.recipient]) else {
            return .failed("The message that would tell of it could not be made.")
        }
        // Audit before the act: if this can't be written, nothing is done.
        try await telling.promise(
            words,
            with: [.about(action.address, .deactivationIntended(round: round, promise: promise), at: clock.policy())])
        do {
            let session = try await deactivator.session(for: action.user, run: journal.run)
            let permit: DeactivationPermit
            switch try await decide.permit(for: action, as: try await session.user(), plan: plan) {
            case .success(let given): permit = given
            case .failure(let held):
                try await giveUp(action, words, held.reason.text)
                result.held.append(held.reason)
                return .skipped(held.reason.text)
            }
            try await deactivate(permit, in: session)
        } catch let error as LedgerError {
            throw error
        } catch let error as UnsettledDeactivation {
            result.problems.append("\(action.key.id.masked) in \(action.account.id): \(error)")
            return .failed("\(error)")
        } catch {
            try await giveUp(action, words, "\(error)")
            return .failed("\(error)")
        }
        try await journal.record([.about(action.address, .deactivated, at: clock.policy())])
        for word in words {
            let fate = try await telling.tell(word)
            // An owner who can't be reached any more is no problem of this run: the channel is told of it too.
            if case .withdrawn = fate { continue }
            if let problem = fate.problem { result.problems.append(problem) }
        }
        return .done
    }

    /// A lost answer may hide a success, so the key is read once more before anything is said.
    private func deactivate(_ permit: DeactivationPermit, in session: any DeactivationSession) async throws {
        try await journal.confirmLease()
        do {
            try await session.deactivate(permit)
        } catch let refused as DeactivationRefused {
            throw refused
        } catch {
            // IAM shows a change only after a while: Active now proves nothing, and the next run settles it.
            let key = try? await session.user().keys.first { $0.id == permit.address.key }
            guard let key, key.status != .active else { throw UnsettledDeactivation(cause: "\(error)") }
        }
    }

    private func giveUp(_ action: PlannedAction, _ words: [PromisedWord], _ reason: String) async throws {
        try await journal.record(
            [.about(action.address, .deactivationFailed(reason: reason), at: clock.policy())]
                + words.map { .word(.withdrawn(message: $0.message, reason: reason), at: clock.policy()) })
    }

    private func words(about action: PlannedAction) async -> [PromisedWord] {
        var words: [PromisedWord] = []
        let audiences: [(Word.Audience, Recipient)] =
            action.recipient == .security
            ? [(.channel, .security)] : [(.owner, action.recipient), (.channel, .security)]
        for (audience, recipient) in audiences {
            for part in composer.compose(.deactivated(action, audience: audience), now: plan.at) {
                if let word = await telling.word(part, to: recipient, about: action.address) { words.append(word) }
            }
        }
        return words
    }
}

/// The call's answer was lost and reading the key again does not show it off: the next run finds out.
private struct UnsettledDeactivation: Error, CustomStringConvertible {
    let cause: String

    var description: String {
        "Whether the key was deactivated is not known, as the answer was lost (\(cause)). The next run reads it again."
    }
}
