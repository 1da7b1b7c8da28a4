import KeyPolicy
import Slack

/// Who was told, shown without notifying them once more.
enum ShownRecipient {
    /// `name` is nil where only the id is known.
    case person(name: Mrkdwn?, id: Mrkdwn)
    case team(Mrkdwn)
    /// A channel in the owner's place; nil for the security channel itself.
    case standIn(Mrkdwn?)

    init(_ action: PlannedAction) { self.init(action.addressee, of: action.user) }
    /// Somebody of whom only the id is known, such as an owner of before.
    init(id recipient: Recipient) {
        switch recipient {
        case .person(let id): self = .person(name: nil, id: .code(id.rawValue))
        case .team(let channel): self = .team(.channel(channel.rawValue))
        case .security: self = .standIn(nil)
        }
    }

    init(_ held: HeldKey) { self.init(held.addressee, of: held.user) }

    private init(_ addressee: Addressee, of user: User) {
        switch addressee.recipient {
        case .person(let id):
            self = .person(name: .bold(user.owner.fullName ?? user.name, limit: 100), id: .code(id.rawValue))
        case .team(let channel):
            let shown = Mrkdwn.channel(channel.rawValue)
            self = addressee.fallback == nil ? .team(shown) : .standIn(shown)
        case .security: self = .standIn(nil)
        }
    }
}
