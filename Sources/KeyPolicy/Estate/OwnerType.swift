/// Who answers for an IAM user, from its `type` tag.
package enum OwnerType: Hashable, Sendable {
    case engineer
    case machine
    /// The tag is missing (nil) or says something else.
    case unknown(String?)

    /// Reads the tag's value, trimmed and whatever its case.
    package init(tag: String?) {
        let text = tag?.trimmedSpaces
        switch text?.lowercased() {
        case "engineer": self = .engineer
        case "machine": self = .machine
        case "": self = .unknown(nil)
        default: self = .unknown(text)
        }
    }

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
        let head = drop(while: \.isWhitespace)
        guard let last = head.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(head[...last])
    }
}
