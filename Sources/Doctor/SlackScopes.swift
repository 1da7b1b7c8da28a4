/// The scopes of the Slack app, and what each is needed for.
package struct SlackScopes {
    /// One scope, as in the manifest.
    package struct Scope: Hashable, Sendable {
        enum Need: Hashable, Sendable {
            case always
            case publicChannels
            case privateChannels
            /// Without it, nothing fails, but less is checked.
            case checks
        }

        package let name: String
        let need: Need
        /// What it is needed for: the rest of a sentence after "needed".
        package let purpose: String
    }

    package static let id = "slack-scope"

    package static let all = [
        Scope(name: "chat:write", need: .always, purpose: "to post and update messages"),
        Scope(name: "im:write", need: .always, purpose: "to open the direct message with an owner"),
        Scope(
            name: "users:read", need: .always,
            purpose: "to check that an owner is still a member before a first message"),
        Scope(
            name: "im:history", need: .always,
            purpose: "to check whether a direct message arrived before sending it again"),
        Scope(
            name: "channels:history", need: .publicChannels,
            purpose: "to check whether a message arrived in a public channel before sending it again"),
        Scope(
            name: "groups:history", need: .privateChannels,
            purpose: "to check whether a message arrived in a private channel before sending it again"),
        Scope(
            name: "channels:read", need: .checks,
            purpose: "to check the public channels, and that the security channel isn't one"),
        Scope(
            name: "groups:read", need: .checks,
            purpose: "to check the private channels, and that the security channel isn't shared"),
    ]

    /// Nil when Slack's answer didn't say.
    let granted: Set<String>?
    let channels: [SlackChannelExamination.Examined]

    var checks: [Check] { Self.all.map(check) }

    private func check(_ scope: Scope) -> Check {
        guard let granted else {
            return .unknown(
                Self.id, scope.name, "is not checked: Slack's answer named no scopes.",
                fix: "Check slack.api-url: Slack's own answers name them.")
        }
        if granted.contains(scope.name) {
            return .good(Self.id, scope.name, "is granted; it is needed \(scope.purpose).")
        }
        let fix = "Add \(scope.name) to the bot's scopes (OAuth & Permissions) and install the app again."
        return isNeeded(scope.need)
            ? .bad(Self.id, scope.name, "is missing; it is needed \(scope.purpose).", fix: fix)
            : .unknown(Self.id, scope.name, "is missing; it would be needed \(scope.purpose).", fix: fix)
    }

    private func isNeeded(_ need: Scope.Need) -> Bool {
        switch need {
        case .always: true
        case .publicChannels: channels.contains { $0.isPrivate == false }
        case .privateChannels: channels.contains { $0.isPrivate == true }
        case .checks: false
        }
    }
}
