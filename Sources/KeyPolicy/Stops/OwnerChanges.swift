package import FoundationEssentials

/// Counts, user by user, who of an account's users with keys changed hands since a run last decided there: a script that
/// wrote the same tag everywhere must not be what decides.
package struct OwnerChanges: Sendable {
    /// So few never stop an account, however small it is.
    package static let alwaysAllowed = 4

    package private(set) var users = 0
    package private(set) var changed = 0
    /// Users who became machines, with who answered for them before.
    package private(set) var machines: [(user: User, was: OwnerMark)] = []

    package init() {}

    /// - Parameter before: nil for a user whom no run has decided about yet: nothing about it can have changed.
    package mutating func see(_ user: User, before: OwnerMark?, now: OwnerMark) {
        guard !user.keys.isEmpty else { return }
        users += 1
        guard let before, before.isChanged(to: now) else { return }
        changed += 1
        if now.type == OwnerType.machine.text, before.type != now.type { machines.append((user, before)) }
    }

    /// The stop that follows from it; nil when so many may change at once.
    package func stop(of account: AccountID, policy: Policy, now: Date) -> Stop? {
        guard changed > max(Self.alwaysAllowed, users * policy.maxPercent / 100) else { return nil }
        return Stop(.account(id: account), .massChange(changed: changed, users: users), since: now)
    }
}

extension Stop {
    /// The stop of a user who became a machine, if its owner had been promised a day for one of its keys; nil otherwise.
    package static func becameMachine(
        _ user: User, was: OwnerMark, histories: [AccessKeyID: KeyHistory], now: Date
    ) -> Stop? {
        let isPromised = user.keys.contains { key in
            guard key.status == .active, let history = histories[key.id] else { return false }
            guard history.ended.map(\.isWithinOwnersReach) ?? true else { return false }
            return history.delivered.contains(where: \.notice.binding)
        }
        guard isPromised else { return nil }
        return Stop(
            .user(account: user.account, id: user.id), .becameMachine(name: user.name, was: was), since: now)
    }
}
