package import FoundationEssentials
package import KeyPolicy
import KeyWatch

/// What a message of `PlainComposer` says, readable by a test without knowing what led to it.
package struct PlainPayload: Hashable, Codable, Sendable {
    /// One key's part of a message.
    package struct Line: Hashable, Codable, Sendable {
        /// `PlannedAction.id`.
        package let action: String
        /// `PlannedAction.kindName`.
        package let kind: String
        package let account: AccountID
        package let user: UserID
        package let key: AccessKeyID
        package let keyCreatedAt: Date
        package let stage: Int?
        package let round: Int?
        package let isBinding: Bool
        /// Whether it is the last notice of an overdue key.
        package let isLast: Bool
        package let isPossibleRepeat: Bool
        package let deadline: Date?
        package let isExpected: Bool?
        /// Who did it, or why nobody can say.
        package let author: String?

        init(_ action: PlannedAction) {
            self.action = action.id
            kind = action.kindName
            account = action.account.id
            user = action.user.id
            key = action.key.id
            keyCreatedAt = action.key.createdAt
            stage = action.notice?.stage
            round = action.notice?.round
            isBinding =
                if case .restore(let restoration) = action.kind {
                    restoration.until != nil
                } else {
                    action.notice?.isBinding ?? false
                }
            isLast = action.notice?.isLast ?? false
            isPossibleRepeat = action.notice?.isPossibleRepeat ?? false
            deadline =
                switch action.kind {
                case .restore(let restoration): restoration.until
                case .announce(.restoreEnding(let until)): until
                case .announce(.exemptionEnding(let exemption)): exemption.until
                default: action.notice?.deadline
                }
            isExpected = if case .announce(.newKey(let expected)) = action.kind { expected } else { nil }
            author = action.activity?.activity?.actor.text ?? action.activity?.why
        }
    }

    /// The case's name in `Notification`.
    package let word: String
    package let audience: String?
    package let lines: [Line]
    /// For words that are about no key.
    package let text: String
    /// Whether the whole message says that it may be a repeat.
    package internal(set) var isMarked = false

    package init(word: String, audience: String?, lines: [Line], text: String) {
        self.word = word
        self.audience = audience
        self.lines = lines
        self.text = text
    }

    package init?(_ payload: String) {
        guard let read = try? JSONDecoder().decode(PlainPayload.self, from: Data(payload.utf8)) else { return nil }
        self = read
    }

    package var encoded: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
