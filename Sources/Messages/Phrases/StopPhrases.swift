import FoundationEssentials
import KeyPolicy
import Slack

/// Messages to the security channel about deactivations as a whole: stops, the alarm, the configuration, the ledger, accounts.
///
/// Reasons arrive in quotation marks: they are the words of the person who gave them.
protocol StopPhrases: Sendable {
    func stopped(_ stop: ShownStop) -> Mrkdwn
    /// What continues meanwhile, and how to end the stop.
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

    func brakedTitle(_ count: Int) -> Mrkdwn
    /// Why the alarm stops an account; nil: all accounts.
    func alarm(in account: Mrkdwn?, unexpected: Int, allowed: Int) -> Mrkdwn
    func pleaseCheck() -> Mrkdwn
    func braked(_ key: ShownKey, of recipient: ShownRecipient) -> Mrkdwn
    /// - Parameter until: when the list is too old to be released.
    func howToRelease(command: Mrkdwn, until: Date) -> Mrkdwn

    /// - Parameter from: the day from which more is enforced; nil if nothing more is.
    func settingsChangedTitle(_ count: Int, from: Mrkdwn?) -> Mrkdwn
    func settingChanged(_ name: Mrkdwn, from: Mrkdwn?, to: Mrkdwn?) -> Mrkdwn
    /// Instead of an entry that names protected users or decoys.
    func hiddenEntry() -> Mrkdwn

    /// Somebody accepted the ledger although other runs' promises could not be read.
    func ledgerAcceptedTitle(_ count: Int, until: Date) -> Mrkdwn
    func beginsAnewAfterAcceptance(_ key: ShownKey, of recipient: ShownRecipient) -> Mrkdwn
    /// Under a summary: what only other ledgers read.
    func promisesContinued(_ part: Int, of parts: Int) -> Mrkdwn

    func accountsLeft(_ count: Int) -> Mrkdwn
    func accountLeft(_ account: Mrkdwn, _ why: AccountAbsence) -> Mrkdwn
}

/// Exemptions, granted, ended and listed. Reasons arrive in quotation marks here too.
protocol ExemptionPhrases: Sendable {
    func exempted(_ exemption: ShownExemption) -> Mrkdwn
    func whileExempt(_ exemption: ShownExemption) -> Mrkdwn
    func exemptionEnded(_ exemption: ShownExemption, reason: Mrkdwn, approver: Mrkdwn) -> Mrkdwn
    /// For the summary.
    func exemptionsTitle(_ count: Int) -> Mrkdwn
    func exemption(_ exemption: ShownExemption) -> Mrkdwn
}
