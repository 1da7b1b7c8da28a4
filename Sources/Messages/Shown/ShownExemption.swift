import FoundationEssentials
import KeyPolicy
import Slack

/// An exemption as a message's readers may see it: outside text cleaned and bounded.
struct ShownExemption {
    /// A whole user, or one key of it.
    let key: Mrkdwn?
    let user: Mrkdwn
    let account: Mrkdwn
    /// Nil where the tags contain no readable date.
    let until: Date?
    /// What the tag contains instead.
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

extension Mrkdwn {
    /// A person's own words in quotation marks, with or without a final full stop; nil if nothing is left of them after cleaning.
    static func quoted(_ words: String) -> Mrkdwn? {
        // Our own sentence continues or ends after them.
        let words = words.hasSuffix(".") && !words.hasSuffix("..") ? String(words.dropLast()) : words
        let whole = Mrkdwn.text(words, limit: 500)
        // One character may take many units, and a section holds 3,000, including a user and an account.
        let bounded = whole.length <= 700 ? whole : .text(words, limit: 75)
        return bounded.isEmpty || bounded == " " ? nil : "“\(bounded)”"
    }
}
