/// A user's owner by its IAM tags; nothing here has been checked against Slack.
package struct Owner: Hashable, Sendable {
    package let type: OwnerType
    /// The `slack-id` tag, trimmed; a person, a channel or any other text.
    package let slackID: String?
    package let fullName: String?
    package let team: String?
    package let language: String?

    /// Reads the tags; tag keys are case-insensitive in IAM.
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
    package init(tags: [String: String]) {
        let values = UserTags(tags)
        type = OwnerType(tag: values["type"])
        slackID = values["slack-id"]
        fullName = values["full-name"]
        team = values["team"]
        language = values["language"]
    }

    package var slackUser: SlackUserID? { slackID.flatMap(SlackUserID.init(rawValue:)) }
    package var slackChannel: SlackChannelID? { slackID.flatMap(SlackChannelID.init(rawValue:)) }
}

/// The type of a user's owner, from its `type` tag.
package enum OwnerType: Hashable, Sendable {
    case engineer
    case machine
    /// The tag is missing (nil) or has another value.
    case unknown(String?)

    /// Reads the tag's value, trimmed and without regard to case.
    package init(tag: String?) {
        let text = tag?.trimmedSpaces
        switch text?.lowercased() {
        case "engineer": self = .engineer
        case "machine": self = .machine
        case "": self = .unknown(nil)
        default: self = .unknown(text)
        }
    }

    package var isUnknown: Bool { if case .unknown = self { true } else { false } }

    package var text: String {
        switch self {
        case .engineer: "engineer"
        case .machine: "machine"
        case .unknown: "unknown"
        }
    }
}

extension String {
    /// The text without white space at both ends.
    package var trimmedSpaces: String {
        // Nearly every tag begins and ends with an ASCII character, and a run reads thousands of them.
        if let first = utf8.first, let last = utf8.last, (0x21...0x7E).contains(first), (0x21...0x7E).contains(last) {
            return self
        }
        let head = drop(while: \.isWhitespace)
        guard let last = head.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(head[...last])
    }
}

/// A user's tags as Relevo reads them: keys without regard to case, values trimmed, empty values left out.
struct UserTags {
    private var values: [String: String] = [:]

    init(_ tags: [String: String]) {
        for (key, value) in tags.sorted(by: { $0.key < $1.key }) where !value.trimmedSpaces.isEmpty {
            values[key.lowercased()] = value.trimmedSpaces
        }
    }

    subscript(_ key: String) -> String? { values[key] }
}

/// A language that messages can be written in.
package enum Language: String, CaseIterable, Hashable, Sendable {
    case english = "en"
    case spanish = "es"

    /// Reads a user's `language` tag: `es`, `ES`, `es-PE` and `es_PE` are all Spanish.
    package init?(tag: String) {
        let primary = tag.lowercased().prefix { $0 != "-" && $0 != "_" }
        self.init(rawValue: String(primary))
    }
}

/// A text that a company writes once for everybody, or once per language.
package struct PerLanguage<Value: Hashable & Sendable>: Hashable, Sendable {
    /// For languages without a value of their own.
    package var common: Value?
    package var byLanguage: [Language: Value]

    package init(_ common: Value? = nil, byLanguage: [Language: Value] = [:]) {
        self.common = common
        self.byLanguage = byLanguage
    }

    package subscript(_ language: Language) -> Value? { byLanguage[language] ?? common }
}
