package import FoundationEssentials

/// An exemption that holds today, and for whom; every report shows them all.
package struct ExemptionInForce: Hashable, Sendable {
    package let account: Account
    package let user: User
    /// Nil when it is for all of the user's keys.
    package let key: AccessKeyID?
    package let exemption: Exemption
    /// A finding each, every day.
    package let flaws: [ExemptionFlaw]

    package init(
        account: Account, user: User, key: AccessKeyID?, exemption: Exemption, policy: Policy, at now: Date
    ) {
        self.account = account
        self.user = user
        self.key = key
        self.exemption = exemption
        flaws = exemption.flaws(at: now, of: user, policy: policy)
    }

    /// Every exemption that holds for a user: once for all its keys, or for the one key that it has.
    package static func all(of user: User, in account: Account, policy: Policy, at now: Date) -> [ExemptionInForce] {
        policy.granted(to: user).filter { $0.holds(at: now) }.compactMap { exemption in
            switch exemption.subject {
            case .key(let id):
                user.keys.contains { $0.id == id }
                    ? ExemptionInForce(
                        account: account, user: user, key: id, exemption: exemption, policy: policy, at: now) : nil
            case .user(let text):
                text == user.arn || text == user.id.rawValue
                    ? ExemptionInForce(
                        account: account, user: user, key: nil, exemption: exemption, policy: policy, at: now) : nil
            }
        }
    }
}
