import KeyWatch
import Slack

/// What went wrong in a run, by its kind: what AWS or Slack answered is on the command line only.
protocol ProblemPhrases: Sendable {
    func unknownTitle(_ count: Int) -> Mrkdwn
    func unknown(_ account: Mrkdwn, why: FailureKind) -> Mrkdwn
    func problemsTitle(_ count: Int) -> Mrkdwn
    /// - Parameter subject: what it is about; nil where the kind says it.
    func problem(_ kind: Problem.Kind, about subject: Mrkdwn?) -> Mrkdwn
    /// The channel that reads it, as a subject.
    func thisChannel() -> Mrkdwn
    /// Something in AWS, as a subject.
    func within(_ account: Mrkdwn, _ what: Mrkdwn) -> Mrkdwn
}
