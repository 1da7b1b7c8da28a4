package import FoundationEssentials

/// Where messages about a user go today.
package enum Recipient: Hashable, Sendable, Comparable {
    case person(SlackUserID)
    case team(SlackChannelID)
    /// The security channel itself.
    case security

    /// Its id as people write it; the same names are in JSON.
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

/// A way in which messages reach people. A new one is a case here and, for its addresses, in `Recipient`.
package enum Medium: String, Codable, Hashable, Sendable {
    case slack
}

/// In the ledger as `security`, or as the medium and the id there: `slack:U0123`.
extension Recipient: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        let prefix = "\(Medium.slack.rawValue):"
        let id = text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : nil
        guard let recipient = text == Recipient.security.text ? .security : id.flatMap(Recipient.init(text:)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a recipient: \(text)")
        }
        self = recipient
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .person, .team: try container.encode("\(Medium.slack.rawValue):\(text)")
        case .security: try container.encode(text)
        }
    }
}

/// Whether a person can be reached in Slack; checked before a first message.
package enum Reachability: Hashable, Codable, Sendable {
    case reachable
    /// A definite answer: messages go to the security channel instead.
    case unreachable(UnreachableReason)
    /// No answer (time-out, 429, 5xx): nothing is sent and no recipient changes; the next run tries again.
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

/// Why an owner's messages go to the security channel, whatever the medium.
package enum UnreachableReason: String, Codable, Hashable, Sendable {
    case ownerTypeUnknown
    /// No tag says where the owner gets messages.
    case contactMissing
    case contactMalformed
    /// An engineer's tag names a channel.
    case channelForEngineer
    /// Two people have the same contact.
    case contactShared
    case teamUnknown
    case personUnknown
    case personLeft
    case personIsBot
    case personIsForeign
    /// The message itself was refused.
    case deliveryRefused
}

extension UnreachableReason {
    /// What is wrong and how to correct it, in one or two sentences.
    package var text: String {
        switch self {
        case .ownerTypeUnknown: "Its `type` tag is neither `engineer` nor `machine`."
        case .contactMissing: "It has no `slack-id` tag; set it to its owner's Slack member id (U…)."
        case .contactMalformed: "Its `slack-id` tag is not a Slack member id (U…); correct it."
        case .channelForEngineer: "Its `slack-id` tag names a channel; set it to its owner's member id (U…)."
        case .contactShared: "Users with other names have the same `slack-id` tag; correct the wrong one."
        case .teamUnknown:
            "Its `team` tag names a team that isn't in the configuration; add the team or correct the tag."
        case .personUnknown: "Slack doesn't know its `slack-id` tag; correct it."
        case .personLeft: "Its owner has left: deactivated in Slack. Deactivate the key or give it a new owner."
        case .personIsBot: "Its `slack-id` tag names an app; set it to a person's member id (U…)."
        case .personIsForeign: "Its `slack-id` tag names somebody of another organization; set it to one of yours."
        case .deliveryRefused: "Slack refused the last message to its owner."
        }
    }
}

/// The receipt of a message that its medium accepted.
package struct Delivery: Hashable, Codable, Sendable {
    package let medium: Medium
    /// Where it is: the conversation that Slack put it in (`C…`, `G…` or, for a person, `D…`).
    package let place: String
    /// Its id in that place: Slack's time stamp.
    package let id: String
    /// On the policy clock.
    package let at: Date

    package init(medium: Medium = .slack, place: String, id: String, at: Date) {
        self.medium = medium
        self.place = place
        self.id = id
        self.at = at
    }
}
