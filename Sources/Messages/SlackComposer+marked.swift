import Slack

extension SlackComposer {
    /// Says so above what was written down, in the channel's language: whose eyes it was for is not known here any
    /// more. A
    /// message that has no room for it says so where notifications and screen readers read.
    package func marked(_ payload: String) -> String {
        guard let message = try? SerializedMessage(json: payload) else { return payload }
        return (try? message.opened(with: common.possibleRepeatOfMessage()).json()) ?? payload
    }
}
