/// Where word about a user goes today.
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
