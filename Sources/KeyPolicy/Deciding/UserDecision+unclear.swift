extension UserDecision {
    /// The same, with the fact that Slack's answer about the recipient said no and not to what.
    ///
    /// - Parameter actions: what would be due; the fact is about their keys.
    package func withUnclearAnswer(about recipient: Recipient, due actions: [PlannedAction]) -> UserDecision {
        var copy = self
        copy.observations += Set(actions.map(\.address)).sorted().map {
            Observation(address: $0, event: .recipientUnclear(recipient: recipient))
        }
        return copy
    }
}
