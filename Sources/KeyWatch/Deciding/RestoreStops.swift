import FoundationEssentials
import KeyPolicy

/// Finds accounts in which two keys were restored in one civil day, which suggests an outage.
struct RestoreStops: Sendable {
    let ledger: any EventLog
    let policy: Policy

    /// Restores of an account in a day that stop it.
    static let most = 2

    /// Stops to make; none where one was made, or ended, since the restores.
    func due(at now: Date) async throws -> [Stop] {
        let stops = try await EffectivePolicy(ledger: ledger).stops()
        var due: [Stop] = []
        for head in try await ledger.heads() {
            guard case .account(let account) = head.stream else { continue }
            let restored = try await ledger.events(ofKind: .restored, in: head.stream, since: Days.after(-2, now))
            let days = Dictionary(grouping: restored.map(\.at)) { policy.day(at: $0) }
            let scope = Stop.Scope.account(id: account)
            let known = stops.spans.filter { $0.stop.scope == scope && $0.stop.cause.kind == .restores }
            guard let day = days.filter({ $0.value.count >= Self.most }).max(by: { $0.key < $1.key }),
                let last = day.value.max(), !known.contains(where: { $0.endedAt == nil || $0.stop.since >= last })
            else { continue }
            due.append(Stop(scope, .restores(count: day.value.count), since: now))
        }
        return due
    }
}
