import FoundationEssentials
import KeyPolicy

/// Values that tests name by a few characters.
enum Made {
    static let created = Date(timeIntervalSince1970: 1_767_268_800)  // 2026-01-01T12:00:00Z

    /// An instant so many days after `created`.
    static func day(_ day: Double) -> Date { created.addingTimeInterval(day * 86_400) }

    static let account = Account(id: id("111111111111"), name: "one")
    static let keyID: AccessKeyID = id("AKIA0000000000000001")
    static let owner: Recipient = .person(id("U0ANNA"))

    static func key(
        _ text: String = "AKIA0000000000000001", age: Double = 0, status: KeyStatus = .active
    ) -> AccessKey { AccessKey(id: id(text), status: status, createdAt: day(age), lastUse: .never) }

    static func user(
        tags: [String: String] = ["type": "engineer", "slack-id": "U0ANNA"], keys: [AccessKey] = [key()]
    ) -> User {
        User(
            account: account.id, id: id("AIDA0000000000000001"), name: "anna", path: "/",
            arn: "arn:aws:iam::111111111111:user/anna", createdAt: day(-1), tags: tags, keys: keys)
    }

    static func notice(
        _ stage: Int, on day: Double, round: Int = 1, binding: Bool = true, deadline: Double = 91,
        to recipient: Recipient = owner, late: Bool = false, last: Bool = false, message: String? = nil
    ) -> Notice {
        Notice(
            NoticeContent(
                round: round, stage: stage, isBinding: binding, deadline: Made.day(deadline), isLate: late,
                isLast: last),
            message: id(message ?? "message-\(round)-\(stage)"), recipient: recipient, keyCreatedAt: created,
            decidedAt: Made.day(day))
    }

    static func delivery(_ day: Double) -> Delivery { Delivery(place: "D1", id: "\(day)", at: Made.day(day)) }

    static func id<ID: Identifier>(_ text: String) -> ID {
        guard let id = ID(rawValue: text) else { preconditionFailure("\(text) is no \(ID.self)") }
        return id
    }
}

extension KeyHistory {
    /// The notice claimed, delivered and copied on its day.
    mutating func tell(_ notice: Notice, hasChannelCopy: Bool = true) {
        let delivery = Delivery(place: "D1", id: "1", at: notice.decidedAt)
        apply(.noticeQueued(notice: notice), at: notice.decidedAt)
        apply(.noticeDelivered(message: notice.message, delivery: delivery), at: notice.decidedAt)
        if hasChannelCopy {
            apply(.channelCopyDelivered(message: notice.message, delivery: delivery), at: notice.decidedAt)
        }
    }

    static func told(_ notices: Notice..., hasChannelCopy: Bool = true) -> KeyHistory {
        var history = KeyHistory()
        for notice in notices { history.tell(notice, hasChannelCopy: hasChannelCopy) }
        return history
    }
}
