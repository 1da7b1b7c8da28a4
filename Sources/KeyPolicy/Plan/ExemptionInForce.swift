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

    package init(account: Account, user: User, key: AccessKeyID?, exemption: Exemption, at now: Date) {
        self.account = account
        self.user = user
        self.key = key
        self.exemption = exemption
        flaws = exemption.flaws(at: now)
    }

    /// Every exemption that holds for a user: once for all its keys, or for the one key that it has.
    package static func all(of user: User, in account: Account, policy: Policy, at now: Date) -> [ExemptionInForce] {
        let granted = policy.exemptions + [Exemption(tagsOf: user, zone: policy.zone)].compactMap(\.self)
        return granted.filter { $0.holds(at: now) }.compactMap { exemption in
            switch exemption.subject {
            case .key(let id):
                user.keys.contains { $0.id == id }
                    ? ExemptionInForce(account: account, user: user, key: id, exemption: exemption, at: now) : nil
            case .user(let text):
                text == user.arn || text == user.id.rawValue
                    ? ExemptionInForce(account: account, user: user, key: nil, exemption: exemption, at: now) : nil
            }
        }
    }
}
