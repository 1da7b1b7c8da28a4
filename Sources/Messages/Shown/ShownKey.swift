import FoundationEssentials
import KeyPolicy
import Slack

/// One key as a message's readers may see it: outside text cleaned and bounded, the id masked where others read along.
struct ShownKey {
    let id: Mrkdwn
    let user: Mrkdwn
    /// Name and number.
    let account: Mrkdwn
    let isMachine: Bool
    let ageDays: Int
    let createdAt: Date
    let status: KeyStatus
    let use: ShownUse

    init(_ action: PlannedAction, isPrivate: Bool) {
        self.init(action.key, of: action.user, in: action.account, ageDays: action.ageDays, isPrivate: isPrivate)
    }

    init(_ key: AccessKey, of owner: User, in home: Account, ageDays: Int, isPrivate: Bool) {
        id = Self.id(key.id, isPrivate: isPrivate)
        user = .code(owner.name, limit: 64)
        account = Self.account(home)
        isMachine = owner.owner.type == .machine
        self.ageDays = ageDays
        createdAt = key.createdAt
        status = key.status
        use = ShownUse(key.lastUse)
    }

    static func id(_ id: AccessKeyID, isPrivate: Bool) -> Mrkdwn {
        .code(isPrivate ? id.rawValue : id.masked, limit: 128)
    }

    static func account(_ account: Account) -> Mrkdwn {
        let number = Mrkdwn.code(account.id.rawValue)
        let name = Mrkdwn.bold(account.name, limit: 50)
        return name.isEmpty || account.name == account.id.rawValue ? number : "\(name) (\(number))"
    }
}
