extension UserDecision {
    /// The same decision without deactivations that `before`, made with what the configuration enforced until today, does not
    /// hold for right.
    package func narrowed(by before: UserDecision) -> UserDecision {
        var copy = self
        for action in actions where action.isDeactivation {
            guard !before.actions.contains(where: { $0.isDeactivation && $0.key.id == action.key.id }) else { continue }
            copy.actions.removeAll { $0 == action }
            let why = before.held.first { $0.key.id == action.key.id }?.reason ?? .keyTooYoung
            copy.hold(action.key, .settingsChanged(why.text))
        }
        return copy
    }
}

extension PlannedAction {
    /// Whether it is what was promised for the key's last day.
    package var isDeactivation: Bool { if case .deactivate = kind { true } else { false } }
}
