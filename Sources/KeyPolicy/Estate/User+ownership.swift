extension User {
    /// Whether `person`, as somebody gave their name, is who answers for this user: nobody approves anything for a user of
    /// their own.
    package func isOwned(by person: String) -> Bool {
        PersonName(person).isAmong([name, owner.slackID, owner.fullName, tag("email")].compactMap(\.self))
    }
}

/// A person's name or id as somebody typed it: case, spacing and the marks of a Slack mention don't make another person.
package struct PersonName: Hashable, Sendable {
    private let plain: String

    package init(_ text: String) {
        let words = text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        plain = String(words.drop { "<@".contains($0) }.filter { $0 != ">" })
    }

    package func isAmong(_ names: some Sequence<String>) -> Bool {
        !plain.isEmpty && names.contains { PersonName($0) == self }
    }
}
