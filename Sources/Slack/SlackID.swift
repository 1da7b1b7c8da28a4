/// The shapes of Slack's identifiers: a capital that tells the kind, then capitals and digits.
package enum SlackID {
    /// A person: `U…`, or `W…` on Enterprise Grid.
    package static func isUser(_ value: String) -> Bool { matches(value, first: ["U", "W"]) }

    /// A channel `C…` or private channel `G…`.
    package static func isChannel(_ value: String) -> Bool { matches(value, first: ["C", "G"]) }

    /// A direct message conversation.
    package static func isDirectMessage(_ value: String) -> Bool { matches(value, first: ["D"]) }

    private static func matches(_ value: String, first: Set<Character>) -> Bool {
        guard let kind = value.first, first.contains(kind), (3...64).contains(value.utf8.count) else { return false }
        return value.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
    }
}
