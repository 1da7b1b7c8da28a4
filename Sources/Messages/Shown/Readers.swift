import KeyPolicy

/// Who reads a message: decides whether ids are whole and how the keys are spoken of.
enum Readers {
    /// One person, about keys of their own.
    case owner
    /// One person, about machines' keys too.
    case keeper
    /// A team's channel.
    case team
    /// A channel in the owner's place: nobody could be told, and each key says why.
    case standIn

    init(of actions: [PlannedAction]) {
        switch actions.first?.recipient {
        case .person: self = actions.contains { $0.user.owner.type == .machine } ? .keeper : .owner
        case .team: self = actions.allSatisfy { $0.addressee.fallback != nil } ? .standIn : .team
        case .security, nil: self = .standIn
        }
    }

    /// Whether nobody else reads along.
    var isPrivate: Bool {
        switch self {
        case .owner, .keeper: true
        case .team, .standIn: false
        }
    }
}
