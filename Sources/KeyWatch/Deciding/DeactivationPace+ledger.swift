package import FoundationEssentials
package import KeyPolicy

extension DeactivationPace {
    /// Reckons with the keys as they were last seen; reads every user.
    package static func reckoned(
        from ledger: any DecisionLedger, brake: Brake, policy: Policy, now: Date
    ) async throws -> DeactivationPace {
        var keys: [AccountID: Int] = [:]
        var inactive: Set<KeyAddress> = []
        for account in try await ledger.accounts().map(\.account.id) {
            for user in try await ledger.everyUser(in: account) {
                keys[account, default: 0] += policy.enforceable(user.user, at: now)
                inactive.formUnion(user.user.inactiveKeys)
            }
        }
        return DeactivationPace(
            brake: brake, policy: policy, keys: keys,
            promised: try await ledger.openPromises().filter { !inactive.contains($0.address) }.map {
                ($0.address.account, $0.deadline)
            },
            past: try await EffectivePolicy(ledger: ledger).deactivations(around: now), now: now)
    }
}
