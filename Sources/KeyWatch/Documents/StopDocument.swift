import FoundationEssentials
import KeyPolicy

/// One stop in force as JSON.
struct StopDocument: Encodable {
    private let accountId: String?
    private let userId: String?
    private let since: String
    private let code: String
    private let by: String?
    private let text: String

    private enum CodingKeys: String, CodingKey { case accountId, userId, since, code, by, text }

    init(_ stop: Stop) {
        (accountId, userId) =
            switch stop.scope {
            case .everything: (nil, nil)
            case .account(let id): (id.rawValue, nil)
            case .user(let account, let id): (account.rawValue, id.rawValue)
            }
        since = stop.since.isoInstant
        code = stop.cause.code
        by = if case .person(let by, _) = stop.cause { by } else { nil }
        text = stop.text
    }

    /// Written by hand so that what is missing is null and not left out.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(accountId, forKey: .accountId)
        try container.encode(userId, forKey: .userId)
        try container.encode(since, forKey: .since)
        try container.encode(code, forKey: .code)
        try container.encode(by, forKey: .by)
        try container.encode(text, forKey: .text)
    }
}
