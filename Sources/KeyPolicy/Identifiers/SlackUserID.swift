/// A person in Slack (`U…`, or `W…` on Enterprise Grid).
package struct SlackUserID: Identifier {
    package let rawValue: String

    package init?(rawValue: String) {
        guard (3...32).contains(rawValue.utf8.count), rawValue.hasPrefix("U") || rawValue.hasPrefix("W"),
            rawValue.isCapitalsAndDigits
        else { return nil }
        self.rawValue = rawValue
    }
}
