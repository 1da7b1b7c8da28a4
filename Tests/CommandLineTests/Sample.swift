import FoundationEssentials
import KeyPolicy
import KeyWatch

/// Makes up what the command line prints; 2026-03-02T12:00:00Z is now.
enum Sample {
    static let now = Date(timeIntervalSince1970: 1_772_452_800)
    static let run = RunID(stamp: "20260302t120000z", tail: "4f3a9c")

    static func days(_ count: Double) -> Date { now.addingTimeInterval(count * 86_400) }

    static func account() throws -> Account { Account(id: try id("222222222222"), name: "shop") }

    static func key(
        _ text: String = "AKIAIOSFODNN7EXAMPLE", age: Double = 76, status: KeyStatus = .active,
        lastUse: LastUse = .used(at: days(-3), service: "s3", region: "us-east-1")
    ) throws -> AccessKey {
        AccessKey(id: try id(text), status: status, createdAt: days(-age), lastUse: lastUse)
    }

    static let engineer = ["type": "engineer", "slack-id": "U0ANA", "full-name": "Ana Ruiz"]

    static func user(
        _ name: String = "ana", tags: [String: String] = engineer, keys: [AccessKey] = []
    ) throws -> User {
        User(
            account: try id("222222222222"), id: try id("AIDAIOSFODNN7EXAMPLE"), name: name, path: "/",
            arn: "arn:aws:iam::222222222222:user/\(name)", createdAt: days(-400), tags: tags, keys: keys)
    }

    static func action(_ kind: PlannedAction.Kind, age: Double = 76) throws -> PlannedAction {
        let key = try key(age: age)
        return PlannedAction(
            kind: kind, account: try account(), user: try user(keys: [key]), key: key, ageDays: key.age(at: now),
            addressee: Addressee(.person(try id("U0ANA"))))
    }

    static func notice(stage: Int = 76, isBinding: Bool = true) -> PlannedAction.Kind {
        .notice(
            PlannedNotice(
                NoticeContent(round: 1, stage: stage, isBinding: isBinding, deadline: days(15))))
    }

    static func promise() throws -> KeyPromise {
        KeyPromise(deadline: days(0), recipient: .person(try id("U0ANA")), firstBindingDelivery: days(-15))
    }

    static func held(_ reason: HoldReason) throws -> HeldKey {
        let key = try key(age: 100)
        return HeldKey(
            account: try account(), user: try user(keys: [key]), key: key, ageDays: 100,
            addressee: Addressee(.security), reason: reason)
    }

    static func exemption(
        _ source: Exemption.Source, key: String? = nil, until: Date? = days(30), reason: String? = "migration, OPS-123",
        by approver: String? = "Luis Paz"
    ) throws -> ExemptionInForce {
        let key: AccessKeyID? = try key.map { try id($0) }
        let user = try user(keys: [try self.key()])
        return ExemptionInForce(
            account: try account(), user: user, key: key,
            exemption: Exemption(
                subject: key.map { .key($0) } ?? .user(user.arn), until: until, reason: reason, approver: approver,
                source: source), policy: Policy(), at: now)
    }

    static func outcome(error: String? = nil) throws -> ScanOutcome {
        ScanOutcome(
            account: try account(), startedAt: now, error: error, remarks: [], listed: [])
    }

    static func id<ID: Identifier>(_ text: String) throws -> ID {
        guard let id = ID(rawValue: text) else { throw BadSample(text: text) }
        return id
    }

    struct BadSample: Error { let text: String }
}
