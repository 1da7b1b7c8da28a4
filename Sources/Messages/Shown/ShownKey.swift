import FoundationEssentials
import KeyPolicy
import Slack

/// One key as a message's readers may see it: outside text cleaned and bounded, the id masked where others read it too.
struct ShownKey {
    let id: Mrkdwn
    let user: Mrkdwn
    /// Name and number.
    let account: Mrkdwn
    /// The user's page in the AWS console.
    let console: String?
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
        // Where others read it, the address of the page must not tell an e-mail address.
        console = isPrivate || !ChannelText().hides(owner.name) ? ConsolePage.address(of: owner) : nil
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

/// When a key was last used, ready to be shown; unknown stays unknown.
enum ShownUse: Equatable {
    case used(at: Date, service: Mrkdwn?, region: Mrkdwn?)
    case never
    /// Nil where no reason can be shown.
    case unknown(WhyUseUnknown?)

    /// Use within these seconds is reported more strongly: something still depends on the key.
    static let recent = 2 * Days.seconds

    init(_ use: LastUse) {
        switch use {
        case .used(let at, let service, let region):
            self = .used(at: at, service: Self.shown(service), region: Self.shown(region))
        case .never: self = .never
        case .unknown(let why): self = .unknown(WhyUseUnknown(why))
        }
    }

    func isRecent(at now: Date) -> Bool {
        if case .used(let at, _, _) = self { at > now.addingTimeInterval(-Self.recent) } else { false }
    }

    /// IAM returns "N/A" for services without regions, such as S3.
    /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyLastUsed.html
    private static func shown(_ value: String?) -> Mrkdwn? {
        guard let value, !value.isEmpty, value != "N/A" else { return nil }
        return .text(value, limit: 40)
    }
}

/// Why a last use is unknown. The reasons are the words of the ledger and the command line; what AWS answered is not
/// shown.
enum WhyUseUnknown: CaseIterable {
    case notLookedUp
    case deleted
    case reportUncertain
    case notAnswered

    init?(_ why: String) {
        switch why {
        case "not looked up": self = .notLookedUp
        case "deleted": self = .deleted
        case _ where why.hasPrefix("the credential report"): self = .reportUncertain
        case _ where why.hasPrefix("IAM did not answer"): self = .notAnswered
        default: return nil
        }
    }
}

/// What happens to the key of a notice.
enum Consequence: Equatable {
    /// The notice binds: deactivated on or after the deadline.
    case deactivated(Date)
    /// It would be deactivated, but its account is not in mode `enforce` yet.
    case wouldBe(Date)
    /// A machine's key, where machines are only notified.
    case leftToItsTeam(Date)
    /// Its owner is unknown.
    case heldWithoutOwner

    init(_ notice: PlannedNotice, of owner: OwnerType, policy: Policy) {
        if notice.isBinding {
            self = .deactivated(notice.deadline)
        } else if policy.enforces(owner) {
            self = .wouldBe(notice.deadline)
        } else if owner == .machine {
            self = .leftToItsTeam(notice.deadline)
        } else {
            self = .heldWithoutOwner
        }
    }
}
