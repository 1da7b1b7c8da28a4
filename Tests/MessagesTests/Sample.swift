import FoundationEssentials
import KeyPolicy
import Messages

/// Makes up users, keys and actions; 2026-03-02 14:05 UTC is now.
enum Sample {
    static let now = Date(timeIntervalSince1970: 1_772_460_300)

    static func days(_ count: Double) -> Date { now.addingTimeInterval(count * 86_400) }

    static func settings(_ change: (inout MessageSettings) -> Void = { _ in }) throws -> MessageSettings {
        var settings = MessageSettings(
            policy: Policy(), securityChannel: try id("C0SECURITY"),
            help: MessageSettings.Help(url: "https://wiki.example.com/keys", text: "The platform team helps."))
        change(&settings)
        return settings
    }

    static func composer(_ change: (inout MessageSettings) -> Void = { _ in }) throws -> SlackComposer {
        SlackComposer(try settings(change))
    }

    /// A composer for a configuration with this `language`.
    static func composer(_ language: Language) throws -> SlackComposer {
        try composer { $0.language = language }
    }

    static func account(_ number: String = "111111111111", _ name: String = "payments-prod") throws -> Account {
        Account(id: try id(number), name: name)
    }

    static func key(
        _ text: String = "AKIAIOSFODNN7EXAMPLE", age: Double = 76, status: KeyStatus = .active,
        use: LastUse = .used(at: days(-12.5), service: "s3", region: "us-east-1")
    ) throws -> AccessKey {
        AccessKey(id: try id(text), status: status, createdAt: days(-age), lastUse: use)
    }

    static func user(
        _ name: String = "maria.gomez", in account: Account, tags: [String: String] = engineer, keys: [AccessKey],
        mfa: Bool? = true
    ) throws -> User {
        User(
            account: account.id, id: try id("AIDAIOSFODNN7EXAMPLE"), name: name, path: "/",
            arn: "arn:aws:iam::\(account.id):user/\(name)", createdAt: days(-400), tags: tags, keys: keys,
            mfa: mfa)
    }

    static let engineer = ["type": "engineer", "slack-id": "U0MARIA", "full-name": "María Gómez"]
    static let machine = ["type": "machine", "slack-id": "C0PAYMENTS"]

    static func notice(
        stage: Int = 76, binding: Bool = true, in days: Double = 15, possibleRepeat: Bool = false,
        last: Bool = false, earlier: [Double] = [], counts: Bool = false
    ) -> PlannedAction.Kind {
        .notice(
            PlannedNotice(
                NoticeContent(round: 1, stage: stage, isBinding: binding, deadline: Self.days(days), isLast: last),
                isPossibleRepeat: possibleRepeat, earlier: earlier.map { Self.days(-$0) }, beginsToCount: counts))
    }

    /// One announcement of each kind; a new kind does not compile until it is listed here.
    static func announcement(_ kind: Announcement.Kind) throws -> Announcement {
        switch kind {
        case .decoyUsed: .decoyUsed(at: now, service: "s3", region: nil)
        case .newKey: .newKey(expected: false)
        case .reactivated: .reactivated
        case .restoreEnding: .restoreEnding(until: days(1))
        case .exemptionEnding: .exemptionEnding(exemption())
        case .ownerLeft: .ownerLeft(owner: .person(try id("U0ANA")))
        case .retirementOffered: .retirementOffered(successor: try id("AKIANEWERKEYEXAMPLE0"))
        case .ownerChanged: .ownerChanged(to: .security, deadline: days(4), round: 1, because: nil)
        case .lastNotice: .lastNotice(deadline: days(5), round: 7)
        case .rotated: .rotated(successor: try id("AKIANEWERKEYEXAMPLE0"))
        }
    }

    static func deactivation(to recipient: Recipient) -> PlannedAction.Kind {
        .deactivate(
            round: 1,
            promise: KeyPromise(deadline: days(-0.5), recipient: recipient, firstBindingDelivery: days(-15)))
    }

    /// People end their sentences, or don't.
    static let reason = "the billing export stopped, OPS-123"

    static func exemption(
        until: Date? = days(6), reason: String? = Sample.reason, by approver: String? = "Luis Paz",
        _ source: Exemption.Source = .command, unreadableEnd: String? = nil
    ) -> Exemption {
        Exemption(
            subject: .user("AIDAIOSFODNN7EXAMPLE"), until: until, reason: reason, approver: approver, source: source,
            unreadableEnd: unreadableEnd)
    }

    static func inForce(
        _ exemption: Exemption = exemption(), user name: String = "maria.gomez", key: AccessKeyID? = nil,
        in account: Account? = nil
    ) throws -> ExemptionInForce {
        let home = try account ?? Self.account()
        return ExemptionInForce(
            account: home, user: try user(name, in: home, keys: [try Self.key()]), key: key, exemption: exemption,
            policy: Policy(), at: now)
    }

    static func restoration(_ reason: String = Sample.reason, until: Date? = days(1)) -> PlannedAction.Kind {
        .restore(Restoration(until: until, reason: reason))
    }

    static func held(_ action: PlannedAction) -> HeldKey {
        HeldKey(
            account: action.account, user: action.user, key: action.key, ageDays: action.ageDays,
            addressee: action.addressee, reason: .alarm(unexpected: 5, allowed: 4, isEverywhere: false))
    }

    /// The addressee is the one that the tags lead to, unless given.
    static func action(
        _ kind: PlannedAction.Kind = notice(), user name: String = "maria.gomez", tags: [String: String] = engineer,
        account: Account? = nil, key: AccessKey? = nil, others: [AccessKey] = [], addressee: Addressee? = nil,
        mfa: Bool? = true, use: KeyUse? = nil
    ) throws -> PlannedAction {
        let home = try account ?? Self.account()
        let acted = try key ?? Self.key()
        let user = try user(name, in: home, tags: tags, keys: [acted] + others, mfa: mfa)
        var action = PlannedAction(
            kind: kind, account: home, user: user, key: acted, ageDays: acted.age(at: now),
            addressee: addressee
                ?? Addressee(
                    owner: user.owner, teams: [:], shared: [], treatsUntaggedAsEngineers: false,
                    standIn: .security))
        action.use = use
        return action
    }

    /// A call on the day of the sample key's last use, a minute after it.
    static func call(
        _ tool: KeyCall.Tool? = .known("Terraform 1.9"), from source: String? = "203.0.113.7", service: String = "ec2",
        operation: String = "DescribeInstances", region: String = "eu-west-1", at days: Double = -12.4993
    ) -> KeyCall {
        KeyCall(
            tool: tool, source: source, service: service, operation: operation, region: region, at: Self.days(days))
    }

    static func id<ID: Identifier>(_ text: String) throws -> ID {
        guard let id = ID(rawValue: text) else { throw BadSample(text: text) }
        return id
    }

    struct BadSample: Error { let text: String }
}
