import KeyPolicy
import Slack

/// Who was told, shown without notifying them once more.
enum ShownRecipient {
    case person(name: Mrkdwn, id: Mrkdwn)
    case team(Mrkdwn)
    /// A channel in the owner's place; nil for the security channel itself.
    case standIn(Mrkdwn?)

    init(_ action: PlannedAction) {
        switch action.recipient {
        case .person(let id):
            let owner = action.user.owner
            self = .person(name: .bold(owner.fullName ?? action.user.name, limit: 100), id: .code(id.rawValue))
        case .team(let channel):
            let shown = Mrkdwn.channel(channel.rawValue)
            self = action.addressee.fallback == nil ? .team(shown) : .standIn(shown)
        case .security: self = .standIn(nil)
        }
    }
}
