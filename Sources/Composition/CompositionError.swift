/// Why a configuration that is correct in itself can't be used here.
package enum CompositionError: Error, Hashable, CustomStringConvertible {
    case slackMissing
    case tokenMissing(String)
    case tokenUnreadable(file: String, why: String)
    case tokenMalformed(place: String)
    case tokenAmbiguous(secret: String, keys: [String])
    case tokenKeyMissing(secret: String, key: String, keys: [String]?)
    case noAnswer

    package var description: String {
        switch self {
        case .slackMissing:
            "The configuration has no `slack` section, and this command notifies people in Slack. Add `slack.token` and "
                + "`slack.channel`; `relevo scan` works without."
        case .tokenMissing(let variable):
            "The environment variable \(variable) with the Slack token is not set. Set it to the app's bot token (xoxb-…)."
        case .tokenUnreadable(let file, let why):
            "The Slack token can't be read from the file \(file): \(why). Check `slack.token` and who may read that file."
        case .tokenMalformed(let place):
            "The content of \(place) is not a Slack token: it is empty, or it has characters that no token has. Copy the "
                + "app's bot token (xoxb-…) there again."
        case .tokenAmbiguous(let secret, let keys):
            "The secret \(secret) holds \(keys.count) values (\(keys.joined(separator: ", "))), and `slack.token` doesn't say "
                + "which one is the token. Write `secretsmanager:\(secret)#KEY`."
        case .tokenKeyMissing(let secret, _, nil):
            "The secret \(secret) is plaintext, without keys. Write `secretsmanager:\(secret)`."
        case .tokenKeyMissing(let secret, let key, let keys?):
            "The secret \(secret) has no text under the key “\(key)”"
                + (keys.isEmpty ? "" : "; it has \(keys.joined(separator: ", "))") + ". Correct `slack.token`."
        case .noAnswer: "There was no answer within twenty seconds. Check the network and the proxy."
        }
    }

    /// Whether the configuration or the environment must be corrected; false for what may work later.
    package var isUsage: Bool { self != .noAnswer }
}
