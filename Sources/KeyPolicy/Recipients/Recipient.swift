package import FoundationEssentials

/// Where messages about a user go today.
package enum Recipient: Hashable, Sendable, Comparable {
    case person(SlackUserID)
    case team(SlackChannelID)
    /// The security channel itself.
    case security

    package var text: String {
        switch self {
        case .person(let id): id.rawValue
        case .team(let id): id.rawValue
        case .security: "security"
        }
    }

    package init?(text: String) {
        if text == "security" {
            self = .security
        } else if let person = SlackUserID(rawValue: text) {
            self = .person(person)
        } else if let channel = SlackChannelID(rawValue: text) {
            self = .team(channel)
        } else {
            return nil
        }
    }
}

extension Recipient: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let recipient = Recipient(text: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no recipient: \(text)")
        }
        self = recipient
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// Whether a person can be reached in Slack; checked before a first message.
package enum Reachability: Hashable, Sendable {
    case reachable
    /// A definite answer: messages go to the security channel instead.
    case unreachable(UnreachableReason)
    /// No answer (time-out, 429, 5xx): nothing is sent and nothing is moved; tried again next run.
    case unknown(String)
    /// Slack refused with a code that isn't on our list: unknown at first, and a refusal after a week.
    case unlisted(String)

    /// Why it is unknown who can be reached; nil when it is known.
    ///
    /// - Parameter hasMoved: whether messages already go to a stand-in, which doesn't depend on this answer.
    package func doubt(hasMoved: Bool) -> String? {
        switch self {
        case .reachable, .unreachable: nil
        case .unknown(let why): why
        case .unlisted(let why): hasMoved ? nil : why
        }
    }
}

/// Why an owner's messages go to the security channel.
package enum UnreachableReason: String, Codable, Hashable, Sendable {
    case ownerTypeUnknown
    case slackIDMissing
    case slackIDMalformed
    case channelNotAllowedForEngineer
    case slackIDSharedByTwoNames
    case teamUnknown
    case userNotFound
    case userDeleted
    case userIsBot
    case userOfForeignTeam
    case conversationRefused
}

/// Proof that Slack accepted a message.
package struct Delivery: Hashable, Codable, Sendable {
    /// The conversation that Slack put it in (`C…`, `G…` or, for a person, `D…`).
    package let channel: String
    /// Slack's time stamp, the message's name within its channel.
    package let ts: String
    /// On the policy clock.
    package let at: Date

    package init(channel: String, ts: String, at: Date) {
        self.channel = channel
        self.ts = ts
        self.at = at
    }
}
