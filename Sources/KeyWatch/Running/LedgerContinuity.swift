import FoundationEssentials
import KeyPolicy

/// Finds out whether this ledger is the one that the last run wrote, by what that run left in the security channel.
///
/// A ledger brought back from yesterday's copy has forgotten whom it told what since; acting on it would break promises.
struct LedgerContinuity: Sendable {
    let ledger: any Ledger
    let messenger: any Messenger

    enum Verdict: Hashable {
        case newest
        /// Nobody can say, so nothing is deactivated.
        case unknown(String)
        /// Later runs of this very ledger are in the channel: this is an older copy.
        case behind(run: RunID, floor: Date?)
        /// A new ledger where another one was before it.
        case follows(run: RunID, floor: Date?)
    }

    func verdict() async throws -> Verdict {
        let last = try await lastSummary()
        let stamps: [RunStamp]
        do {
            stamps = try await messenger.stamps(after: last)
        } catch MessengerError.cannotLookUp(let why) {
            return .unknown(why)
        }
        let known = Set(try await events("runStarted").map(\.run))
        let strange = stamps.filter { !known.contains($0.run) }
        let own = try await ledger.events(.runs, after: 0, limit: 1).first?.hash
        let ours = strange.filter { $0.ledger == own }
        if let newest = ours.first { return .behind(run: newest.run, floor: ours.compactMap(\.deadline).max()) }
        // Two companies may share a channel: another ledger counts only where this one has none of its own runs yet.
        if last == nil, known.isEmpty, let newest = strange.first {
            return .follows(run: newest.run, floor: strange.compactMap(\.deadline).max())
        }
        return .newest
    }

    /// What the summary of this ledger's run carries: the latest day that the run is about to give anybody, or that was
    /// given since the last summary by a run that could post none or by a restore.
    func stamp(of run: RunID, deadline: Date?) async throws -> RunStamp? {
        guard let own = try await ledger.events(.runs, after: 0, limit: 1).first?.hash else { return nil }
        let latest = [deadline, try await unstamped()].compactMap(\.self).max()
        return RunStamp(run: run, ledger: own, deadline: latest)
    }

    private func unstamped() async throws -> Date? {
        let last = try await events("summaryPosted").last
        var days: [Date] = []
        for head in try await ledger.heads() {
            guard case .account = head.stream else { continue }
            for kind in ["noticeClaimed", "restoreIntended"] {
                let events = try await ledger.events(
                    ofKind: kind, in: head.stream, since: last?.at.addingTimeInterval(-Gate.longestRun) ?? .distantPast)
                for event in events where event.run != last?.run {
                    switch event.body {
                    case .key(.noticeClaimed(let notice)): days.append(notice.deadline)
                    case .key(.restoreIntended(let until, _)): days.append(until)
                    default: break
                    }
                }
            }
        }
        return days.max()
    }

    private func lastSummary() async throws -> Delivery? {
        for event in try await events("summaryPosted").reversed() {
            if case .run(.summaryPosted(let delivery)) = event.body { return delivery }
        }
        return nil
    }

    private func events(_ kind: String) async throws -> [LedgerEvent] {
        try await ledger.events(ofKind: kind, in: .runs, since: .distantPast)
    }
}
