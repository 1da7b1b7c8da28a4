import KeyPolicy
import Slack

/// Owners who could not be told: why, and what mends it.
protocol OwnerPhrases: Sendable {
    func unreachableTitle(_ count: Int) -> PlainText
    func unreachableIntro() -> Mrkdwn
    func unreachableContinued() -> Mrkdwn
    func unreachableText(_ count: Int) -> Mrkdwn
    func unreachable(_ reason: UnreachableReason, _ owner: ShownOwner) -> Mrkdwn
    /// What the word was that could not go to the owner; nil for notices, which speak for themselves.
    func matter(_ kind: PlannedAction.Kind) -> Mrkdwn?
}
