/// A message as it will be sent, within Slack's limits.
package struct ComposedMessage: Hashable, Sendable {
    /// Blocks and fallback text as JSON; opaque to all but the messenger.
    package let payload: String
    /// Ids of the actions (`PlannedAction.id`) whose text is in this very part.
    package let covers: [String]

    package init(payload: String, covers: [String]) {
        self.payload = payload
        self.covers = covers
    }
}
