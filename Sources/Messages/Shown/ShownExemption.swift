import FoundationEssentials
import KeyPolicy
import Slack

/// An exemption as a message's readers may see it: outside text cleaned and bounded.
struct ShownExemption {
    /// A whole user, or one key of it.
    let key: Mrkdwn?
    let user: Mrkdwn
    let account: Mrkdwn
    /// Nil where tags name none that can be read.
    let until: Date?
    /// What stands there instead.
    let unreadableEnd: Mrkdwn?
    /// In quotation marks.
    let reason: Mrkdwn?
    let approver: Mrkdwn?
    let source: Exemption.Source
    let flaws: [ExemptionFlaw]

    init(_ exemption: ExemptionInForce) {
        self.init(
            exemption.exemption, of: exemption.user, in: exemption.account, key: exemption.key, flaws: exemption.flaws)
    }

    init(
        _ exemption: Exemption, of user: User, in account: Account, key: AccessKeyID?, flaws: [ExemptionFlaw] = []
    ) {
        self.key = key.map { ShownKey.id($0, isPrivate: false) }
        self.user = .code(user.name, limit: 64)
        self.account = ShownKey.account(account)
        until = exemption.until
        unreadableEnd = exemption.unreadableEnd.map { .code($0, limit: 20) }.flatMap { $0.isEmpty ? nil : $0 }
        reason = exemption.reason.flatMap(Mrkdwn.quoted)
        approver = exemption.approver.map { .bold($0, limit: 50) }.flatMap { $0.isEmpty ? nil : $0 }
        source = exemption.source
        self.flaws = flaws
    }
}
