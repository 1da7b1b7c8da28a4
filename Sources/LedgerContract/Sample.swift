import FoundationEssentials
import KeyPolicy
import KeyWatch

/// Made-up values for the rules to write; the same number gives the same value.
enum Sample {
    /// A quarter of a second past a full one, so that a ledger that stores whole seconds fails.
    static let now = Date(timeIntervalSince1970: 1_800_000_000.25)

    static func at(_ seconds: Int) -> Date { now.addingTimeInterval(Double(seconds)) }

    static func account(_ number: Int = 1) throws -> AccountID { try made("\(111_111_111_110 + number)") }
    static func user(_ number: Int = 1) throws -> UserID { try made("AIDAEXAMPLE\(padded(number))") }
    static func key(_ number: Int = 1) throws -> AccessKeyID { try made("AKIAEXAMPLE\(padded(number))") }
    static func run(_ number: Int = 1) throws -> RunID { try made("run-\(padded(number))") }
    static func message(_ number: Int = 1) throws -> MessageID { try made("message-\(number)") }

    static func address(account: Int = 1, user: Int = 1, key: Int = 1) throws -> KeyAddress {
        KeyAddress(account: try self.account(account), user: try self.user(user), key: try self.key(key))
    }

    /// An event about a key; `number` is also its second.
    static func fact(_ number: Int, account: Int = 1, user: Int = 1, key: Int = 1) throws -> NewEvent {
        .about(
            try address(account: account, user: user, key: key),
            .deactivationFailed(reason: "número \(number) / \"a\""),
            at: at(number))
    }

    static func delivery(_ second: Int = 0) -> Delivery {
        Delivery(
            place: "D0000001", id: "1800000000.000001",
            at: Date(timeIntervalSince1970: 1_800_000_000 + Double(second)))
    }

    static func notice(
        user: Int = 1, key: Int = 1, round: Int = 1, stage: Int = 76, message: Int
    ) throws -> (address: KeyAddress, notice: Notice) {
        (
            try address(user: user, key: key),
            Notice(
                NoticeContent(round: round, stage: stage, isBinding: true, deadline: at(864_000)),
                message: try self.message(message), recipient: .security, keyCreatedAt: at(-6_566_400),
                decidedAt: at(message))
        )
    }

    /// The event with which a notice is queued.
    static func queued(
        user: Int = 1, key: Int = 1, round: Int = 1, stage: Int = 76, message: Int
    ) throws -> NewEvent {
        let (address, notice) = try notice(user: user, key: key, round: round, stage: stage, message: message)
        return .about(address, .noticeQueued(notice: notice), at: notice.decidedAt)
    }

    /// A message that carries notices about the keys with these numbers.
    static func noticeMessage(_ number: Int, keys: ClosedRange<Int> = 1...1, stage: Int = 76) throws -> OutboxMessage {
        OutboxMessage(
            id: try message(number), recipient: .security, about: nil, payload: "{}", queuedAt: at(number),
            makesTrue: try keys.map {
                let (address, notice) = try notice(key: $0, stage: stage, message: number)
                return DeliveryFact(address: address, kind: .noticeDelivered(notice: notice))
            }, isKept: false)
    }

    static func outboxMessage(_ number: Int) throws -> OutboxMessage {
        OutboxMessage(
            id: try message(number), recipient: .security, about: try address(key: number),
            payload: "{\"blocks\":[\"línea\\n\(number)\"]}", queuedAt: at(number))
    }

    static func inventory(user number: Int, account: Int = 1, fingerprint: String? = "a,b") throws -> UserInventory {
        let keyID = try key(number)
        // IAM may return a fraction of a second; what is read back must still compare equal.
        let key = AccessKey(
            id: keyID, status: .active, createdAt: at(-100).addingTimeInterval(0.678_901),
            lastUse: .used(at: at(-10), service: "s3", region: nil))
        let user = User(
            account: try self.account(account), id: try self.user(number), name: "José \(number)", path: "/eng/",
            arn: "arn:aws:iam::111111111111:user/eng/jose-\(number)", createdAt: at(-200).addingTimeInterval(0.678_901),
            tags: ["type": "engineer"], keys: [key],
            password: PasswordState(enabled: true, lastChanged: at(-50), lastUsed: nil), mfa: nil)
        return UserInventory(user: user, fingerprint: fingerprint, listedAt: at(-5), missingSince: nil)
    }

    /// The first lease on a new ledger.
    static func fence(_ ledger: any Ledger, run number: Int = 1) async throws -> Fence {
        guard let fence = try await ledger.acquireLease(holder: try run(number), now: now, until: at(3_600)) else {
            throw ContractViolation("A free lease was refused.")
        }
        return fence
    }

    private static func made<ID: Identifier>(_ text: String) throws -> ID {
        guard let id = ID(rawValue: text) else {
            throw ContractViolation("The contract made an invalid id: \(text)")
        }
        return id
    }

    private static func padded(_ number: Int) -> String {
        let digits = "\(number)"
        return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    }
}
