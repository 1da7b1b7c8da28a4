import LocalSlack

extension BadInputTests {
    /// What Slack answers, on the day on which ana's key would be deactivated.
    static let slack: [BadInput] = [
        // Relevo itself is refused: nothing is done at all
        refused(
            "a token that Slack doesn't know", "auth.test", ["error": "invalid_auth"],
            says: """
                relevo: Slack refused the app's token in a call of auth.test (error invalid_auth, HTTP 200). Check the \
                app's token and scopes, then run again.
                """),
        refused(
            "a token that was revoked", "auth.test", ["error": "token_revoked"],
            says: """
                relevo: Slack refused the app's token in a call of auth.test (error token_revoked, HTTP 200). Check the \
                app's token and scopes, then run again.
                """),
        refused(
            "a token without a scope", "chat.postMessage", ["error": "missing_scope"],
            says: """
                relevo: Slack refused the app's token in a call of chat.postMessage for C0SECURITY (error \
                missing_scope, HTTP 200). Check the app's token and scopes, then run again.
                """, ledger: .kept),
        // The summary doesn't certainly arrive: nothing is deactivated
        unsure(
            "a web page from Slack", ["status": 200, "body": "<html>Welcome to the guest network</html>"],
            says: """
                relevo: The summary could not be posted to the security channel: Slack gave no clear answer to \
                chat.postMessage for C0SECURITY (error unreadable_answer, HTTP 200). It may have been delivered; check \
                before sending it again. Nothing was deactivated.
                """),
        unsure(
            "nothing from Slack", ["status": 200, "body": ""],
            says: """
                relevo: The summary could not be posted to the security channel: Slack gave no clear answer to \
                chat.postMessage for C0SECURITY (error unreadable_answer, HTTP 200). It may have been delivered; check \
                before sending it again. Nothing was deactivated.
                """),
        unsure(
            "JSON that says nothing", ["status": 200, "body": "{}"],
            says: """
                relevo: The summary could not be posted to the security channel: Slack gave no clear answer to \
                chat.postMessage for C0SECURITY (error unreadable_answer, HTTP 200). It may have been delivered; check \
                before sending it again. Nothing was deactivated.
                """),
        unsure(
            "a list from Slack", ["status": 200, "body": "[true]"],
            says: """
                relevo: The summary could not be posted to the security channel: Slack gave no clear answer to \
                chat.postMessage for C0SECURITY (error unreadable_answer, HTTP 200). It may have been delivered; check \
                before sending it again. Nothing was deactivated.
                """),
        unsure(
            "ok, and no ts", ["status": 200, "body": "{\"ok\": true, \"channel\": \"C0SECURITY\"}"],
            says: """
                relevo: The summary could not be posted to the security channel: Slack gave no clear answer to \
                chat.postMessage for C0SECURITY (error unreadable_answer, HTTP 200). It may have been delivered; check \
                before sending it again. Nothing was deactivated.
                """),
        unsure(
            "ok, and another channel", ["status": 200, "body": elsewhere],
            says: """
                relevo: The summary could not be posted to the security channel: Slack gave no clear answer to \
                chat.postMessage for C0SECURITY (error other_channel: Slack says that it posted in C0PAYMENTS). It may \
                have been delivered; check before sending it again. Nothing was deactivated.
                """),
        unsure(
            "an error that is new", ["error": "moon_in_wrong_phase"],
            says: """
                relevo: The summary could not be posted to the security channel: Slack refused chat.postMessage for \
                C0SECURITY (error moon_in_wrong_phase, HTTP 200) with an error that Relevo doesn't know. It may have \
                been delivered. Look up that error in Slack's documentation, and report it if Relevo \
                should know it. Nothing was deactivated.
                """),
        unsure(
            "an error without a code", ["status": 200, "body": "{\"ok\": false}"],
            says: """
                relevo: The summary could not be posted to the security channel: Slack gave no clear answer to \
                chat.postMessage for C0SECURITY (error no_error_code, HTTP 200). It may have been delivered; check \
                before sending it again. Nothing was deactivated.
                """),
        unsure(
            "10 MB from Slack", ["status": 200, "body": "no", "bytes": 10_000_000],
            says: """
                relevo: The summary could not be posted to the security channel: Slack gave no clear answer to \
                chat.postMessage for C0SECURITY (error unreadable_answer, HTTP 200). It may have been delivered; check \
                before sending it again. Nothing was deactivated.
                """),
        unsure(
            "17 MB from Slack", ["status": 200, "body": "no", "bytes": 17_000_000],
            says: """
                relevo: The summary could not be posted to the security channel: Slack gave no clear answer to \
                chat.postMessage for C0SECURITY (error connection_lost: the answer is larger than 16 MB). It may have \
                been delivered; check before sending it again. Nothing was deactivated.
                """),
        unsure(
            "a channel that isn't there", ["error": "channel_not_found"],
            says: """
                relevo: The summary could not be posted to the security channel: Slack refused \
                chat.postMessage for C0SECURITY (error channel_not_found, HTTP 200). Correct the Slack id, or invite \
                the app to the channel. Nothing was deactivated.
                """),
        unsure(
            "a channel without the app", ["error": "not_in_channel"],
            says: """
                relevo: The summary could not be posted to the security channel: Slack refused \
                chat.postMessage for C0SECURITY (error not_in_channel, HTTP 200). Correct the Slack id, or invite \
                the app to the channel. Nothing was deactivated.
                """),
        // The owner is unknown
        asked(
            "a person that is no JSON", "users.info", ["status": 200, "body": "Ana"],
            says: """
                relevo: 1 key is held: Slack did not answer whether the owner can be reached (Slack gave no clear \
                answer to users.info for U0ANA (error unreadable_answer, HTTP 200). Try again later. If the error \
                persists, check what answers instead of Slack).
                """),
        asked(
            "a person without an id", "users.info", ["status": 200, "body": "{\"ok\": true, \"user\": {}}"],
            says: """
                relevo: 1 key is held: Slack did not answer whether the owner can be reached (Slack gave no clear \
                answer to users.info for U0ANA (error unreadable_answer, HTTP 200). Try again later. If the error \
                persists, check what answers instead of Slack).
                """),
        asked(
            "a conversation without an id", "conversations.open", ["status": 200, "body": "{\"ok\": true}"],
            says: """
                relevo: 1 key is held: Slack did not answer whether the owner can be reached (Slack gave no clear \
                answer to conversations.open for U0ANA (error unreadable_answer, HTTP 200). Try again later. If the \
                error persists, check what answers instead of Slack).
                """),
        BadInput(
            testDescription: "no Slack at that address", command: onTheDay,
            put: { try $0.configure(api: "http://127.0.0.1:9/api/") }, status: 3,
            says: """
                relevo: Relevo can't tell whether this ledger is the newest, so nothing is deactivated: the security \
                channel could not be read: Slack didn't carry out conversations.history for C0SECURITY (error not_connected: \
                the connection failed). Try again later.
                relevo: 1 key is held: It is unknown whether this ledger is the newest one (the security channel \
                could not be read: Slack didn't carry out conversations.history for C0SECURITY (error not_connected: \
                the connection failed). Try again later).
                relevo: The summary could not be posted to the security channel: Slack didn't carry out \
                chat.postMessage for C0SECURITY (error not_connected: the connection failed). \
                Nothing was delivered; try again later. Nothing was deactivated.
                """,
            prints: ["0 keys deactivated"], ledger: .kept),
    ]

    private static let elsewhere: JSONValue = .string(
        "{\"ok\": true, \"channel\": \"C0PAYMENTS\", \"ts\": \"1772884800.000001\"}")

    private static func refused(
        _ name: String, _ method: String, _ fault: [String: JSONValue], says: String,
        ledger: BadInput.Ledger = .untouched
    ) -> BadInput {
        BadInput(
            testDescription: name, command: onTheDay, put: { try await $0.slackAnswers(method, fault) }, status: 1,
            says: says, ledger: ledger)
    }

    private static func unsure(_ name: String, _ fault: [String: JSONValue], says: String) -> BadInput {
        asked(name, "chat.postMessage", fault, says: says)
    }

    private static func asked(
        _ name: String, _ method: String, _ fault: [String: JSONValue], says: String
    ) -> BadInput {
        BadInput(
            testDescription: name, command: onTheDay, put: { try await $0.slackAnswers(method, fault) }, status: 3,
            says: says, prints: ["0 keys deactivated"], ledger: .kept)
    }
}
