package import FoundationEssentials
import KeyPolicy

/// The part of the JSON contract that identifies a key and its owner; shared by actions and held keys.
struct KeyDocument: Encodable {
    struct OwnerDocument: Encodable {
        let type: String
        let slackId: String?
        let fullName: String?

        private enum CodingKeys: String, CodingKey { case type, slackId, fullName }

        init(_ owner: Owner) {
            type = owner.type.text
            slackId = owner.slackID
            fullName = owner.fullName
        }

        // Written by hand so that a missing value is null and not left out.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(type, forKey: .type)
            try container.encode(slackId, forKey: .slackId)
            try container.encode(fullName, forKey: .fullName)
        }
    }

    struct LastUseDocument: Encodable {
        let at: String?
        let service: String?
        let region: String?
        /// Why `at` is null: `never used`, or why it isn't known.
        let why: String?

        private enum CodingKeys: String, CodingKey { case at, service, region, why }

        init(_ use: LastUse) {
            switch use {
            case .used(let instant, let service, let region):
                (at, self.service, self.region, why) = (instant.isoInstant, service, region, nil)
            case .never: (at, service, region, why) = (nil, nil, nil, "never used")
            case .unknown(let reason): (at, service, region, why) = (nil, nil, nil, "unknown: \(reason)")
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(at, forKey: .at)
            try container.encode(service, forKey: .service)
            try container.encode(region, forKey: .region)
            try container.encodeIfPresent(why, forKey: .why)
        }
    }

    let accountId: String
    let accountName: String
    let userId: String
    let userName: String
    let accessKeyId: String
    let keyCreatedAt: String
    let ageDays: Int
    let owner: OwnerDocument
    let recipient: String
    let recipientFallback: String?
    let lastUsed: LastUseDocument

    init(account: Account, user: User, key: AccessKey, ageDays: Int, addressee: Addressee) {
        accountId = account.id.rawValue
        accountName = account.name
        userId = user.id.rawValue
        userName = user.name
        accessKeyId = key.id.rawValue
        keyCreatedAt = key.createdAt.isoInstant
        self.ageDays = ageDays
        owner = OwnerDocument(user.owner)
        recipient = addressee.recipient.text
        recipientFallback = addressee.fallback?.rawValue
        lastUsed = LastUseDocument(key.lastUse)
    }
}

/// Who created or activated a key, in the JSON contract.
struct KeyActivityDocument: Encodable {
    let actor: String
    let actorArn: String?
    /// Whether it was done with the user's own credentials.
    let byUser: Bool
    /// `console`, `cli`, or `program` with its own name; null when unknown.
    let means: String?
    let program: String?
    let source: String?
    let at: String
    let eventId: String

    private enum CodingKeys: String, CodingKey {
        case actor, actorArn, byUser, means, program, source, at, eventId
    }

    init(_ activity: KeyActivity, isByUser: Bool) {
        actor = activity.actor.text
        actorArn = activity.actorARN
        byUser = isByUser
        (means, program) =
            switch activity.means {
            case .console: ("console", nil)
            case .commandLine: ("cli", nil)
            case .program(let name): ("program", name)
            case .unknown: (nil, nil)
            }
        source = activity.source
        at = activity.at.isoInstant
        eventId = activity.event
    }

    // Written by hand so that a missing value is null and not left out.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(actor, forKey: .actor)
        try container.encode(actorArn, forKey: .actorArn)
        try container.encode(byUser, forKey: .byUser)
        try container.encode(means, forKey: .means)
        try container.encode(program, forKey: .program)
        try container.encode(source, forKey: .source)
        try container.encode(at, forKey: .at)
        try container.encode(eventId, forKey: .eventId)
    }
}

extension Date {
    /// ISO 8601 in UTC, whole seconds: `2026-03-12T12:00:00Z`.
    package var isoInstant: String { formatted(.iso8601) }
}

extension Encodable {
    /// The document as JSON with sorted keys, so that two runs can be compared line by line.
    func contractJSON(pretty: Bool) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting =
            pretty ? [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted] : [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
