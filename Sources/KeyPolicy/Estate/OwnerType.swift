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
        // Nearly every tag begins and ends with a plain letter, and a run asks for thousands of them.
        if let first = utf8.first, let last = utf8.last, (0x21...0x7E).contains(first), (0x21...0x7E).contains(last) {
            return self
        }
        let head = drop(while: \.isWhitespace)
        guard let last = head.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(head[...last])
    }
}
