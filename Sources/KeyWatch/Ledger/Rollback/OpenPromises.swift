import FoundationEssentials
import KeyPolicy

/// The latest future deadline in each account that this ledger promised.
struct OpenPromises: Sendable {
    let ledger: any Ledger
    let policy: Policy

    /// The marker of a run's summary, including what that run is about to promise.
    func stamp(of run: RunID, planned: [PlannedAction], at now: Date) async throws -> SummaryMarker? {
        guard let own = try await EffectivePolicy(ledger: ledger).ownName() else { return nil }
        var promises = try await promises(at: now)
        for action in planned {
            guard let deadline = action.notice?.deadline else { continue }
            promises[action.account.id] = max(deadline, promises[action.account.id] ?? .distantPast)
        }
        return SummaryMarker(run: run, ledger: own, promises: promises)
    }

    /// Those whose message failed count too: somebody may have read it. An open promise counts however old it is,
    /// because the policy may have been different then.
    private func promises(at now: Date) async throws -> [AccountID: Date] {
        var promises = Dictionary(
            try await ledger.openPromises().map { ($0.address.account, $0.deadline) }, uniquingKeysWith: max)
        let since = now.addingTimeInterval(-policy.furthestDeadline(toldAt: now).timeIntervalSince(now))
        for head in try await ledger.heads() {
            guard case .account(let account) = head.stream else { continue }
            var days = [promises[account]].compactMap(\.self)
            for kind in [EventKind.noticeQueued, .restoreIntended] {
                for event in try await ledger.events(ofKind: kind, in: head.stream, since: since) {
                    switch event.body {
                    case .key(.noticeQueued(let notice)): days.append(notice.deadline)
                    case .key(.restoreIntended(let until, _)): days.append(until)
                    default: break
                    }
                }
            }
            promises[account] = days.max().flatMap { $0 > now ? $0 : nil }
        }
        return promises
    }
}
