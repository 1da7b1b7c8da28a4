import FoundationEssentials
import KeyPolicy
import KeyWatch

@testable import relevo

/// Thirty-eight accounts with the names that real ones have: long, alike but for their ends, shared, missing and wide.
enum LargeEstate {
    private static let stages = ["prod", "staging", "sandbox"]
    private static let areas = [
        "payments", "data-platform-engineering", "web", "security-tooling", "網路基礎設施", "observabilidad",
    ]

    static func accounts() throws -> [Account] {
        try (0..<38).map { number in
            let id: AccountID = try Sample.id("2000000000\(number < 10 ? "0" : "")\(number)")
            switch number {
            case 36: return Account(id: id, name: id.rawValue)
            case 35, 37: return Account(id: id, name: "legacy")
            default:
                let area = areas[number % areas.count]
                return Account(id: id, name: "acme-\(area)-\(stages[number / areas.count % 3])-\(number / 18 + 1)")
            }
        }
    }

    static func users() throws -> [User] {
        try accounts().enumerated().map { number, account in
            let name = ["ana.flores", "svc-deploy-frontend-\(stages[number % 3])", "山田花子", "li"][number % 4]
            let key = try Sample.key(
                "AKIA0123456789WXYZ\(number < 10 ? "0" : "")\(number)", age: Double(20 + number * 3),
                status: number % 7 == 6 ? .inactive : .active,
                lastUse: number % 5 == 0 ? .never : .used(at: Sample.days(-3), service: "s3", region: "us-east-1"))
            return User(
                account: account.id, id: try Sample.id("AIDA\(number < 10 ? "0" : "")\(number)EXAMPLE000001"),
                name: name,
                path: "/", arn: "arn:aws:iam::\(account.id):user/\(name)", createdAt: Sample.days(-400),
                tags: tags(of: number), keys: [key])
        }
    }

    /// One user has no tags, and one engineer no Slack id.
    private static func tags(of number: Int) -> [String: String] {
        let name = ["Ana Flores Quispe", "Li"][number % 2]
        switch number {
        case 32: return [:]
        case 34: return ["type": "engineer", "full-name": name]
        case _ where number % 4 == 1: return ["type": "machine", "team": "platform"]
        default: return ["type": "engineer", "slack-id": "U0\(number)ANA", "full-name": name]
        }
    }

    static func plan() throws -> Plan {
        let accounts = try accounts()
        var plan = Plan(
            at: Sample.now,
            accounts: accounts.map { account in
                ScanOutcome(
                    account: account, startedAt: Sample.now, error: account.name == "legacy" ? "AccessDenied" : nil,
                    remarks: [], listed: [])
            })
        for (number, (account, user)) in zip(accounts, try users()).enumerated() {
            let age = user.keys[0].age(at: Sample.now)
            let addressee = Addressee(.person(try Sample.id("U0\(number)ANA")))
            func action(_ kind: PlannedAction.Kind) -> PlannedAction {
                PlannedAction(
                    kind: kind, account: account, user: user, key: user.keys[0], ageDays: age, addressee: addressee)
            }
            func held(_ reason: HoldReason) -> HeldKey {
                HeldKey(
                    account: account, user: user, key: user.keys[0], ageDays: age, addressee: addressee, reason: reason)
            }
            switch number {
            case 19...21: plan.actions.append(action(Sample.notice(isBinding: number != 20)))
            case 22: plan.actions.append(action(Sample.notice(stage: 81)))
            case 24: plan.actions.append(action(.deactivate(round: 1, promise: try Sample.promise())))
            case 25: plan.actions.append(action(.announce(.newKey(expected: false))))
            case 26...29: plan.held.append(held(.machinesNotEnforced))
            case 30...31:
                plan.held.append(held(.promiseAhead(Sample.days(Double(number - 20)))))
                if number == 30 {
                    plan.findings.append(
                        Finding(subject: .key(user.keys[0], of: user, in: account), kind: .overdue, overdueDays: 2))
                }
            case 32: plan.held.append(held(.ownerTypeUnknown(nil)))
            case 33:
                plan.findings.append(
                    Finding(subject: .key(user.keys[0], of: user, in: account), kind: .overdue, overdueDays: 3))
            case 34:
                plan.weeklyList = [
                    Finding(subject: .user(user, in: account), kind: .ownerUnreachable(.contactMissing))
                ]
                plan.findings += plan.weeklyList
            default: break
            }
        }
        return plan
    }

    /// Three days, a few events of each kind.
    static func events() throws -> [LedgerEvent] {
        let users = try users()
        let delivery = Delivery(place: "D0ANA", id: "1772452800.000001", at: Sample.now)
        var facts: [NewEvent] = []
        for day in 0..<3 {
            let at = Sample.days(Double(day))
            facts.append(.run(.started(version: "0.1.0"), at: at))
            for user in users[(19 + day * 2)..<(21 + day * 2)] {
                let message: MessageID = try Sample.id("20260302t120000z-4f3a9c-\(day)")
                let notice = Notice(
                    NoticeContent(round: 1, stage: 76, isBinding: true, deadline: at.addingTimeInterval(15 * 86_400)),
                    message: message, recipient: .person(try Sample.id("U0ANA")),
                    keyCreatedAt: user.keys[0].createdAt, decidedAt: at)
                facts.append(.about(user.address(of: user.keys[0].id), .noticeQueued(notice: notice), at: at))
                facts.append(
                    .about(
                        user.address(of: user.keys[0].id), .noticeDelivered(message: message, delivery: delivery),
                        at: at)
                )
            }
            facts.append(.run(.ended(root: "", heads: [], counts: ["notices": 2], exitStatus: 0), at: at))
        }
        return try facts.map { try LedgerEvent($0, run: Sample.run, after: nil) }
    }

    static func names() throws -> LedgerNames {
        LedgerNames(accounts: try accounts(), users: try users())
    }
}
