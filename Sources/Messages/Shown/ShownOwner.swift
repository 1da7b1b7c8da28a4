import KeyPolicy
import Slack

/// The tags by which an owner was looked for, as they are shown to whoever mends them.
struct ShownOwner {
    let user: Mrkdwn
    let isMachine: Bool
    /// Nil where there is no such tag.
    let type: Mrkdwn?
    let slackID: Mrkdwn?
    let team: Mrkdwn?
    let fullName: Mrkdwn?

    init(_ user: User) {
        let owner = user.owner
        self.user = .code(user.name, limit: 64)
        isMachine = owner.type == .machine
        type =
            switch owner.type {
            case .unknown(let text): text.map { .code($0, limit: 60) }
            case .engineer, .machine: .code(owner.type.text)
            }
        slackID = owner.slackID.map { .code($0, limit: 60) }
        team = owner.team.map { .code($0, limit: 60) }
        fullName = owner.fullName.map { .bold($0, limit: 100) }
    }
}
