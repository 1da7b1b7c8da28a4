extension RefusalTests {
    static let top: [Case] = [
        // The tree as a whole
        Case(
            "an empty configuration",
            "null",
            says: "1:1: the configuration is empty; `relevo init` writes one to start from."),
        Case(
            "a list at the top",
            "[]",
            says: "1:1: the configuration must be a map such as {mode: notify, …}, but is a list."),
        Case(
            "an unknown key at the top",
            #"{"moed": "notify"}"#,
            says: #"1:2: there is no key "moed" at the top; did you mean mode?"#),
        Case(
            "an unknown key that resembles none",
            #"{"colour": "red"}"#,
            says:
                #"1:2: there is no key "colour" at the top; the known keys are accounts, mode, policy, slack, teams, "#
                + "language, help, messages, heartbeat-url and ledger."),
        Case(
            "an unknown key inside",
            #"{"policy": {"deactivate_at": 91}}"#,
            says: #"1:13: there is no key "deactivate_at" in policy; did you mean deactivate-at?"#),
        Case(
            "a key given twice",
            #"{"mode": "notify",\#n "mode": "enforce"}"#,
            says: #"2:2: the key "mode" was already given at line 1; keep one of the two."#),
        Case(
            "a null value",
            #"{"mode": null}"#,
            says: "1:10: mode must be report, notify or enforce, but has no value."),
        // Modes and languages
        Case(
            "a misspelt mode",
            #"{"mode": "enfroce"}"#,
            says: #"1:10: mode must be report, notify or enforce, but is "enfroce"; did you mean enforce?"#),
        Case(
            "a mode that would turn the line around",
            "{\"mode\": \"\u{202E}ecrofne\\n\"}",
            says: #"1:10: mode must be report, notify or enforce, but is "?ecrofne?"."#),
        Case(
            "a mode of another language",
            #"{"mode": "aplicar"}"#,
            says: #"1:10: mode must be report, notify or enforce, but is "aplicar"."#),
        Case(
            "a mode that is a map",
            #"{"mode": {}}"#,
            says: "1:10: mode must be report, notify or enforce, but is a map."),
        Case(
            "an unknown language",
            #"{"language": "fr"}"#,
            says: #"1:14: language must be en or es, but is "fr"."#),
        // Help, heartbeat, ledger
        Case(
            "help without an address",
            #"{"help": {"url": "wiki/keys"}}"#,
            says: "1:18: help.url must be an address such as https://wiki.example.com/keys, without spaces, user "
                + "name or password."),
        Case(
            "help in an unknown language",
            #"{"help": {"text": {"fr": "Aide"}}}"#,
            says: #"1:20: there is no key "fr" in help.text; the known keys are en and es."#),
        Case(
            "a command of several lines",
            #"{"help": {"rotate": "relevo\nrotate"}}"#,
            says: "1:21: help.rotate must be text on one line, without control characters."),
        Case(
            "a long command",
            "{\"help\": {\"rotate\": \"\(String(repeating: "x", count: 101))\"}}",
            says: "1:21: help.rotate has 101 characters; at most 100 fit into a notice."),
        Case(
            "MFA as text",
            #"{"help": {"mfa": "yes"}}"#,
            says: #"1:18: help.mfa must be true or false, but is "yes"."#),
        Case(
            "an intro without the day",
            #"{"messages": {"notice-intro": {"es": "Rota tu clave."}}}"#,
            says: "1:38: messages.notice-intro.es must contain {deadline}: without it, a notice would name no deadline."
        ),
        Case(
            "an intro with an unknown placeholder",
            #"{"messages": {"notice-intro": "Rotate {key} by {deadline}"}}"#,
            says: "1:31: messages.notice-intro may contain {deadline} and {days}, and no other braces."),
        Case(
            "a heartbeat over plain HTTP",
            #"{"heartbeat-url": "http://hc.example.com/a-secret-id"}"#,
            says: "1:19: heartbeat-url must begin with https:// (http:// is allowed only for this machine)."),
        Case(
            "a heartbeat with a password",
            #"{"heartbeat-url": "https://user:hunter2@hc.example.com/"}"#,
            says: "1:19: heartbeat-url must be an address that begins with https://, without spaces, user name or "
                + "password."),
        Case(
            "a ledger without a scheme",
            #"{"ledger": "relevo.db"}"#,
            says: #"1:12: ledger must be sqlite:PATH or dynamodb:TABLE, but is "relevo.db"."#),
        Case(
            "a ledger in memory",
            #"{"ledger": "sqlite::memory:"}"#,
            says: #"1:12: ledger must be sqlite: and the path of a file, but is "sqlite::memory:"; a ledger in "#
                + "memory would be lost when Relevo ends."),
        Case(
            "a ledger without a path",
            #"{"ledger": "sqlite:"}"#,
            says: "1:12: ledger must be sqlite:PATH, but the path is empty."),
        Case(
            "a table with a short name",
            #"{"ledger": "dynamodb:a"}"#,
            says: "1:12: ledger must be dynamodb: and a table's name of 3 to 255 letters, digits, _, . or -, but "
                + #"is "dynamodb:a"."#),
    ]
}
