import Slack

/// Who did something to a key, from where and with what; or that nobody can say, and why.
protocol KeyActivityPhrases: Sendable {
    func keyMade(_ activity: ShownKeyActivity) -> Mrkdwn
    func keySwitchedOn(_ activity: ShownKeyActivity) -> Mrkdwn
}
