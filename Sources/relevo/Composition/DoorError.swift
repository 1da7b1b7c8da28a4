/// Why the command line can't go on; each with the status it ends with.
enum DoorError: Error, CustomStringConvertible {
    case slackMissing
    case tokenMissing(String)
    case tokenUnreadable(String)
    case ledgerKindMissing
    case clockMovedAgainstRealEndpoints
    case notInLedger(String)
    case ledgerUnsound(Int)

    var description: String {
        switch self {
        case .slackMissing:
            "`relevo run` tells people in Slack, and the configuration has no `slack` section. Add `slack.token` and "
                + "`slack.channel`; `relevo scan` works without."
        case .tokenMissing(let variable):
            "The environment variable \(variable) with the Slack token is not set. Set it to the app's bot token (xoxb-…)."
        case .tokenUnreadable(let why): "The file with the Slack token can't be read: \(why)."
        case .ledgerKindMissing: "This version keeps its ledger in SQLite only. Use `ledger: sqlite:PATH`."
        case .clockMovedAgainstRealEndpoints:
            "`run --on` moves the clock that decides, so it is refused unless AWS and Slack are both on this machine. "
                + "Use `relevo plan --on` to look ahead."
        case .notInLedger(let subject): "The ledger knows no user and no key “\(subject)”."
        case .ledgerUnsound(let faults): "The ledger is not sound: \(faults) \(faults == 1 ? "fault" : "faults")."
        }
    }

    /// 64 for what the configuration or the command line says, 1 for what failed.
    var status: Int32 {
        switch self {
        case .slackMissing, .tokenMissing, .ledgerKindMissing, .clockMovedAgainstRealEndpoints,
            .notInLedger:
            64
        case .tokenUnreadable, .ledgerUnsound: 1
        }
    }
}
