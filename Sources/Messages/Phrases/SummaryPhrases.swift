import FoundationEssentials
import KeyPolicy
import KeyWatch
import Slack

/// The run's summary, posted first and completed last.
protocol SummaryPhrases: Sendable {
    /// The line that is always there.
    func summaryLine(_ summary: RunSummary) -> Mrkdwn
    func noticesByStage(_ planned: [(stage: Int, count: Int)]) -> Mrkdwn
    func heldTitle(_ count: Int) -> Mrkdwn
    func held(_ code: HoldReason.Code, _ count: Int) -> Mrkdwn
    /// Keys that wait: at most `limit` are deactivated in a day.
    func turnsTitle(_ count: Int, limit: Int) -> Mrkdwn
    func turn(_ count: Int, on day: Date) -> Mrkdwn
    /// What somebody should change about the limits.
    func limitsTitle() -> Mrkdwn
    func limitTooLow(_ limit: Int, keys: Int, needed: Int) -> Mrkdwn
    func limitTooLow(_ limit: Int, in account: Mrkdwn, needed: Int) -> Mrkdwn
    /// - Parameter better: the limit that would end it within `days` days.
    func queueEnds(_ keys: Int, limit: Int, lastDay: Mrkdwn, better: Int, days: Int) -> Mrkdwn
    func findingsTitle() -> Mrkdwn
    /// Users whose owners can't be reached, with the first of their names.
    func unreachableUsers(_ count: Int, _ names: Mrkdwn) -> Mrkdwn
    /// An owner who changes, or a key that is deactivated and activated: it would never be deactivated for good.
    func beginsAnew(_ key: ShownKey, times: Int, last: RoundEnd) -> Mrkdwn
    /// Past its day and active because of `because`; `promised` is the first deadline in any notice.
    func pastItsDay(_ key: ShownKey, promised: Date?, because: HoldReason.Code) -> Mrkdwn
    /// Its owner kept it past the first day that was promised.
    func keptPastItsDay(_ key: ShownKey) -> Mrkdwn
    /// About an account or a user; `relevo plan` has the rest.
    func otherFinding(_ subject: Mrkdwn) -> Mrkdwn
    /// Added to a finding's text.
    func overdue(days: Int) -> Mrkdwn
    /// - Parameter change: percentage points in a week; nil where it isn't known.
    func share(_ percent: Int, of keys: Int, change: Int?) -> Mrkdwn
    func nextDays(_ days: [(day: Mrkdwn, count: Int)]) -> Mrkdwn
    func mostDue(_ recipients: [(recipient: ShownRecipient, count: Int)]) -> Mrkdwn
    /// The last seven days in five lines, for somebody who reads no other summary.
    func week(_ week: RunSummary.Week) -> Mrkdwn
    func andMore(_ count: Int) -> Mrkdwn
    func modes(_ modes: [(mode: Mode, accounts: Int)]) -> Mrkdwn
    func run(_ id: Mrkdwn, startedAt: Date, finishedAt: Date?) -> Mrkdwn
    func root(_ hash: Mrkdwn) -> Mrkdwn
    /// In the summary's thread, whole, to compare it with the ledger later.
    func runAndRoot(_ run: Mrkdwn, root: Mrkdwn) -> Mrkdwn
}

extension RunSummary {
    /// Notices planned, over all stages.
    var notices: Int { noticesPlanned.values.reduce(0, +) }
}

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
