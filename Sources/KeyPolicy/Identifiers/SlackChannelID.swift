/// A channel in Slack (`C…`, or `G…` for older private ones); a name such as `#keys` is not an id.
package struct SlackChannelID: Identifier {
    package let rawValue: String

    package init?(rawValue: String) {
        guard (3...32).contains(rawValue.utf8.count), rawValue.hasPrefix("C") || rawValue.hasPrefix("G"),
            rawValue.isCapitalsAndDigits
        else { return nil }
        self.rawValue = rawValue
    }
}
