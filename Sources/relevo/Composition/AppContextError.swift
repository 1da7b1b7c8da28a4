/// Why the command line can't go on; each with the status it ends with.
enum AppContextError: Error, CustomStringConvertible {
    case slackMissing
    case tokenMissing(String)
    case tokenUnreadable(file: String, why: String)
    case tokenMalformed(place: String)
    case tokenAmbiguous(secret: String, keys: [String])
    case tokenKeyMissing(secret: String, key: String, keys: [String]?)
    case ledgerKindMissing
    case clockMovedAgainstRealEndpoints
    case notInLedger(String)
    case ledgerUnsound(Int)
    case noAnswer

    var description: String {
        switch self {
        case .slackMissing:
            "`relevo run` tells people in Slack, and the configuration has no `slack` section. Add `slack.token` and "
                + "`slack.channel`; `relevo scan` works without."
        case .tokenMissing(let variable):
            "The environment variable \(variable) with the Slack token is not set. Set it to the app's bot token (xoxb-…)."
        case .tokenUnreadable(let file, let why):
            "The Slack token can't be read from the file \(file): \(why). Check `slack.token` and who may read that file."
        case .tokenMalformed(let place):
            "What \(place) holds is no Slack token: it is empty, or has characters that none has. Copy the app's bot "
                + "token (xoxb-…) there again."
        case .tokenAmbiguous(let secret, let keys):
            "The secret \(secret) holds \(keys.count) values (\(keys.joined(separator: ", "))), and `slack.token` doesn't say "
                + "which is the token. Write `secretsmanager:\(secret)#KEY`."
        case .tokenKeyMissing(let secret, let key, nil):
            "The secret \(secret) is one text and has no key “\(key)”. Write `secretsmanager:\(secret)`."
        case .tokenKeyMissing(let secret, let key, let keys?):
            "The secret \(secret) has no text under the key “\(key)”"
                + (keys.isEmpty ? "" : "; it has \(keys.joined(separator: ", "))") + ". Correct `slack.token`."
        case .ledgerKindMissing: "This version keeps its ledger in SQLite only. Use `ledger: sqlite:PATH`."
        case .clockMovedAgainstRealEndpoints:
            "`--on` moves the clock that decides, so it is refused unless AWS and Slack are both on this machine. "
                + "Use `relevo plan --on` to look ahead."
        case .notInLedger(let subject):
            "The ledger knows no user and no key “\(subject)”. Give a user's name as IAM has it, a user id (AIDA…) or a "
                + "key's id (AKIA…)."
        case .ledgerUnsound(let faults):
            "The ledger is not sound: \(faults) \(faults == 1 ? "fault" : "faults"). Keep this file as it is, find out who "
                + "changed it, and go on from a copy that is sound."
        case .noAnswer: "There was no answer within twenty seconds. Check the network and the proxy."
        }
    }

    /// 64 for what the configuration or the command line says, 1 for what failed.
    var status: Int32 {
        switch self {
        case .slackMissing, .tokenMissing, .tokenUnreadable, .tokenMalformed, .tokenAmbiguous, .tokenKeyMissing,
            .ledgerKindMissing,
            .clockMovedAgainstRealEndpoints, .notInLedger:
            64
        case .ledgerUnsound, .noAnswer: 1
        }
    }
}
