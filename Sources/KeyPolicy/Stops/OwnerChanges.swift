package import FoundationEssentials

/// Counts the users with keys in an account whose owner changed since a run last decided there: a script that writes
/// the same tag everywhere must not cause deactivations.
package struct OwnerChanges: Sendable {
    /// This few never stop an account, even a small one.
    package static let alwaysAllowed = 4

    /// More people than this who leave at once may be an accident of the directory.
    package static let leaversAllowed = 3

    package private(set) var users = 0
    package private(set) var changed = 0
    /// Users who became machines, with their owners before.
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

    /// The stop that follows from it; nil when that many may change at once.
    package func stop(of account: AccountID, policy: Policy, now: Date) -> Stop? {
        guard changed > max(Self.alwaysAllowed, users * policy.maxPercent / 100) else { return nil }
        return Stop(.account(id: account), .massChange(changed: changed, users: users), since: now)
    }
}

extension Stop {
    /// The stop of a user who became a machine, if its owner had been given a deadline for one of its keys; nil
    /// otherwise.
    package static func becameMachine(
        _ user: User, was: OwnerMark, histories: [AccessKeyID: KeyHistory], now: Date
    ) -> Stop? {
        let isPromised = user.keys.contains { key in
            guard key.status == .active, let history = histories[key.id] else { return false }
            guard history.ended.map(\.isWithinOwnersReach) ?? true else { return false }
            return history.delivered.contains(where: \.notice.isBinding)
        }
        guard isPromised else { return nil }
        return Stop(
            .user(account: user.account, id: user.id), .becameMachine(name: user.name, was: was), since: now)
    }
}

/// A user's owner when a run last decided about it; it shows changes.
package struct OwnerMark: Hashable, Codable, Sendable {
    /// `engineer`, `machine` or `unknown`.
    package let type: String
    package let slackID: String?
    package let email: String?
    package let fullName: String?
    package let team: String?
    /// Whether Slack said for certain that the person can't be reached; nil while it was never asked.
    package var isLost: Bool?

    package init(_ user: User, isLost: Bool? = nil) {
        let owner = user.owner
        type = owner.type.text
        slackID = owner.slackID
        email = user.tag("email")
        fullName = owner.fullName
        team = owner.team
        self.isLost = isLost
    }

    /// Whether the owner or their type changed, or an owner who could be reached can't be any more. A first answer of
    /// Slack shows no change.
    package func isChanged(to other: OwnerMark) -> Bool {
        var (before, after) = (self, other)
        (before.isLost, after.isLost) = (nil, nil)
        return before != after || (isLost == false && other.isLost == true)
    }

    /// The owner's names: nobody may approve for their own user.
    package var names: [String] { [slackID, email, fullName].compactMap(\.self) }
}
