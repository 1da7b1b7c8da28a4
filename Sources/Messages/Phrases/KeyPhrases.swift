import FoundationEssentials
import Slack

/// How a key, its age and its use are spoken of.
protocol KeyPhrases: Sendable {
    /// `AKIA…` of user … in account ….
    func key(_ key: ShownKey) -> Mrkdwn
    func age(_ key: ShownKey) -> Mrkdwn
    func ageTitle() -> Mrkdwn
    func lastUse(_ use: ShownUse) -> Mrkdwn
    func lastUseTitle() -> Mrkdwn
    /// The same within a line about a key.
    func ageInLine(_ key: ShownKey) -> Mrkdwn
    func lastUseInLine(_ use: ShownUse) -> Mrkdwn
    func recipient(_ recipient: ShownRecipient) -> Mrkdwn
    /// A title for one of several parts.
    func part(_ text: Mrkdwn, _ number: Int, of count: Int) -> Mrkdwn
}
