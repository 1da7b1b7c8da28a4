import KeyPolicy
import Slack

/// Who was notified, shown without notifying them again.
enum ShownRecipient {
    /// `name` is nil where only the id is known.
    case person(name: Mrkdwn?, id: Mrkdwn)
    case team(Mrkdwn)
    /// A channel in the owner's place; nil for the security channel itself.
    case standIn(Mrkdwn?)

    init(_ action: PlannedAction) { self.init(action.addressee, of: action.user) }
    /// A recipient of whom only the id is known, such as an earlier owner.
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

/// The owner tags of a user, as shown to the person who fixes them.
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

/// Who reads a message. Decides whether ids are shown whole and how the keys are described.
enum Readers {
    /// One person, about keys of their own.
    case owner
    /// One person, about machines' keys too.
    case keeper
    /// A team's channel.
    case team
    /// A channel in the owner's place: the owner could not be notified, and each key says why.
    case standIn

    init(of actions: [PlannedAction]) {
        switch actions.first?.recipient {
        case .person: self = actions.contains { $0.user.owner.type == .machine } ? .keeper : .owner
        case .team: self = actions.allSatisfy { $0.addressee.fallback != nil } ? .standIn : .team
        case .security, nil: self = .standIn
        }
    }

    /// Whether one person alone reads it.
    var isPrivate: Bool {
        switch self {
        case .owner, .keeper: true
        case .team, .standIn: false
        }
    }
}
