import FoundationEssentials
import Slack

/// What is told when deactivations stop and go on, and when the configuration says something else.
///
/// Reasons arrive in quotation marks: they are the words of whoever gave them.
protocol StopPhrases: Sendable {
    func stopped(_ stop: ShownStop) -> Mrkdwn
    /// What goes on meanwhile, and what ends it.
    func whileStopped(_ stop: ShownStop) -> Mrkdwn
    func resumed(_ stop: ShownStop, by: Mrkdwn, reason: Mrkdwn) -> Mrkdwn
    func afterResume(_ stops: [ShownStop]) -> Mrkdwn
    func unconfirmedTitle(_ count: Int) -> Mrkdwn
    func unconfirmed(_ stop: ShownStop) -> Mrkdwn
    /// For the summary.
    func stopsTitle(_ count: Int) -> Mrkdwn
    func stop(_ stop: ShownStop) -> Mrkdwn
    /// In a notice: nothing is deactivated while this lasts.
    func stoppedInNotice(waitsForConfirmation: Bool) -> Mrkdwn

    /// - Parameter from: the day from which more is enforced; nil where nothing more is.
    func settingsChangedTitle(_ count: Int, from: Mrkdwn?) -> Mrkdwn
    func settingChanged(_ name: Mrkdwn, from: Mrkdwn?, to: Mrkdwn?) -> Mrkdwn
}
