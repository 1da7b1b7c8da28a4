import Slack

/// Who did something to a key, from where and with what; or that nobody can say, and why.
protocol DeedPhrases: Sendable {
    func keyMade(_ deed: ShownDeed) -> Mrkdwn
    func keySwitchedOn(_ deed: ShownDeed) -> Mrkdwn
}
