import KeyPolicy
import Slack

extension SlackError {
    /// Whether Slack refuses Relevo itself, so that no message can be sent.
    var isOurOwnFault: Bool {
        switch self {
        case .tokenRefused, .unusable: true
        default: false
        }
    }
}

extension SlackFailure {
    /// Whether the answer is about the app and its workspace and not about one person.
    var isAboutTheApp: Bool {
        code == "messages_tab_disabled" || code == "no_permission" || code.hasPrefix("restricted_action")
    }
}

extension Recipient {
    var isPerson: Bool {
        if case .person = self { true } else { false }
    }
}

extension UnreachableReason {
    /// What Slack's error code about a person or channel means for its owner.
    init(code: String) {
        switch code {
        case "user_not_found", "users_not_found", "user_not_visible": self = .personUnknown
        case "user_disabled": self = .personLeft
        case "cannot_dm_bot": self = .personIsBot
        default: self = .deliveryRefused
        }
    }
}
