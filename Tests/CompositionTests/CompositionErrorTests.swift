import Testing

@testable import Composition

/// The sentence of every error; a new case doesn't compile without one.
struct CompositionErrorTests {
    static let every: [CompositionError] = [
        .slackMissing, .tokenMissing("SLACK_BOT_TOKEN"), .tokenUnreadable(file: "token", why: "it is a folder"),
        .tokenMalformed(place: "the file token"), .tokenAmbiguous(secret: "relevo", keys: ["bot", "user"]),
        .tokenKeyMissing(secret: "relevo", key: "bot", keys: nil),
        .tokenKeyMissing(secret: "relevo", key: "bot", keys: ["user"]), .noAnswer,
    ]

    private static func sentence(_ error: CompositionError) -> String {
        switch error {
        case .slackMissing:
            "The configuration has no `slack` section, and this command notifies people in Slack. Add `slack.token` and "
                + "`slack.channel`; `relevo scan` works without."
        case .tokenMissing:
            "The environment variable SLACK_BOT_TOKEN with the Slack token is not set. Set it to the app's bot token "
                + "(xoxb-…)."
        case .tokenUnreadable:
            "The Slack token can't be read from the file token: it is a folder. Check `slack.token` and who may read that "
                + "file."
        case .tokenMalformed:
            "The content of the file token is not a Slack token: it is empty, or it has characters that no token has. Copy "
                + "the app's bot token (xoxb-…) there again."
        case .tokenAmbiguous:
            "The secret relevo holds 2 values (bot, user), and `slack.token` doesn't say which one is the token. Write "
                + "`secretsmanager:relevo#KEY`."
        case .tokenKeyMissing(_, _, nil):
            "The secret relevo is plaintext, without keys. Write `secretsmanager:relevo`."
        case .tokenKeyMissing:
            "The secret relevo has no text under the key “bot”; it has user. Correct `slack.token`."
        case .noAnswer: "There was no answer within twenty seconds. Check the network and the proxy."
        }
    }

    @Test(arguments: every)
    func `every error names what failed, on what, and the fix`(_ error: CompositionError) {
        #expect("\(error)" == Self.sentence(error))
    }
}
