package import FoundationEssentials
package import KeyPolicy

/// Why a run did nothing.
package enum WatchRefusal: Error, Hashable, CustomStringConvertible {
    /// With an instant: the run that holds it began then and is stuck.
    case leaseHeld(by: RunID?, since: Date? = nil)
    case clockWentBack(last: Date, now: Date)
    /// This machine's clock is so many seconds ahead of AWS's; nil: AWS never sent its time. Midway: it was right when
    /// the run began.
    case clockContradicted(ahead: Double?, isMidway: Bool)
    case noSuchAccount(AccountID, among: [AccountID])
    /// A stage of a run that isn't the newest any more.
    case overtaken(RunID, by: RunID)
    /// A stage of a run was called before the one that it needs: `begin`, `scan` or `decide`.
    case stageMissing(String, run: RunID)
    /// The plan of a run in stages was made with another configuration.
    case settingsChanged(RunID)
    case ledgerBehind(run: RunID, floor: Date?)
    case notBehind(RunID)
    case noDoubt
    case nothingHeld(run: RunID)
    case releaseTooLate(run: RunID, heldAt: Date)
    /// The security channel is public, and the configuration doesn't allow that.
    case channelPublic(String)
    /// Other companies are in the security channel, or are invited.
    case channelShared(String)

    private static func done(_ isMidway: Bool) -> String {
        isMidway
            ? "The work stopped in the middle; the next run continues from what is recorded."
            : "Nothing was written and nothing was done."
    }

    private static let allowing = "allow it with `slack.channel-may-be-public: true`; then run again."

    /// `3 days`, `2 hours`, `6 minutes`, rounded down.
    private static func span(_ seconds: Double) -> String {
        let units: [(name: String, seconds: Double)] = [("day", 86_400), ("hour", 3_600)]
        let unit = units.first { seconds >= 2 * $0.seconds } ?? ("minute", 60)
        return "\(Int(seconds / unit.seconds)) \(unit.name)s"
    }

    package var description: String {
        switch self {
        case .leaseHeld(let holder?, let since?):
            "Run \(holder) has held the ledger's lease since \(since.ISO8601Format()), over "
                + "\(Int(RunLease.longest / 3_600)) hours, so nothing was done. It is stuck: find its process and end it, then "
                + "run again. A killed run's lease ends within a minute, and the next run continues from what is "
                + "recorded."
        case .leaseHeld(let holder, _):
            "Another run\(holder.map { " (\($0))" } ?? "") holds the ledger's lease; this one leaves the work to it. "
                + "If that run was killed, its lease ends within a minute: run again then."
        case .overtaken(let run, let newer):
            "Run \(newer) has begun since, so nothing more is done in run \(run). The newer run continues from what is "
                + "recorded."
        case .settingsChanged(let run):
            "The configuration changed after run \(run) decided, so nothing more is done in it. The next run decides with "
                + "the new configuration."
        case .stageMissing(let stage, let run):
            "Run \(run) has no result of the stage `\(stage)`, so nothing was done. Call that stage first."
        case .noSuchAccount(let id, let watched):
            "There is no account \(id) among those that the configuration names."
                + NearestMatch.hint(id.rawValue, in: watched.map(\.rawValue))
        case .ledgerBehind(let run, let floor):
            "The security channel shows run \(run), which this ledger doesn't contain: it is an older copy of the "
                + "ledger. Nothing was done. Put the newest one in its place; if that is lost, "
                + "`relevo run --accept-ledger \(run)` notifies everyone again"
                + (floor.map { " and deactivates nothing before \($0.ISO8601Format())." } ?? ".")
        case .notBehind(let run):
            "This ledger is not an older copy, so there is nothing to accept for run \(run). Nothing was done; leave "
                + "`--accept-ledger` out."
        case .noDoubt:
            "There is nothing to accept: this ledger is no longer unconfirmed, or no run has reported that it is. "
                + "Nothing was done; leave `--accept-ledger` out."
        case .nothingHeld(let run):
            "The alarm stopped nothing in run \(run), so there is nothing to release. Nothing was done. The message in the "
                + "security channel names the run whose list it shows."
        case .releaseTooLate(let run, let heldAt):
            "What the alarm stopped in run \(run) was decided on \(heldAt.ISO8601Format()), over a week ago. Nothing was "
                + "done. Run `relevo run`, look at the list it gives, and release that one."
        case .channelPublic(let channel):
            "The security channel \(channel) is public: everybody in the workspace can read it. \(Self.done(false)) Make "
                + "it a private channel in Slack, or \(Self.allowing)"
        case .channelShared(let channel):
            "The security channel \(channel) is shared with another company, or one is invited (Slack Connect). "
                + "\(Self.done(false)) End the sharing or use another channel, or \(Self.allowing)"
        case .clockWentBack(let last, let now):
            "The ledger's last event is from \(last.ISO8601Format()) and it is \(now.ISO8601Format()) now: this is the "
                + "wrong ledger, or it was written with a wrong clock. Nothing was written and nothing was done. "
                + "Check `ledger:`. If it is the right ledger, wait until \(last.ISO8601Format()), or move the file "
                + "away and run again: a new ledger reads the announced deadlines from the security channel, and "
                + "notifies everyone again."
        case .clockContradicted(let ahead?, let isMidway):
            "This machine's clock is \(Self.span(ahead.magnitude)) \(ahead > 0 ? "ahead of" : "behind") AWS's; at most five "
                + "minutes are allowed. \(Self.done(isMidway)) Set the clock (NTP), then run again."
        case .clockContradicted(nil, let isMidway):
            "AWS did not say what time it is, so this machine's clock can't be checked. \(Self.done(isMidway)) AWS's answers "
                + "carry a `Date` header: find out what removes it between this machine and AWS."
        }
    }
}
