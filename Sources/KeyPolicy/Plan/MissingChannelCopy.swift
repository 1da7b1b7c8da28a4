/// A delivered notice whose copy has not reached the security channel.
package struct MissingChannelCopy: Hashable, Sendable {
    /// The message that the notice went out in.
    package let message: MessageID
    package let action: PlannedAction

    package init(message: MessageID, action: PlannedAction) {
        self.message = message
        self.action = action
    }
}
