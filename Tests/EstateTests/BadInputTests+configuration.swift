extension BadInputTests {
    /// The content of `relevo.yaml`: every row ends with 64, before any call.
    static let configuration: [BadInput] = [
        // Keys
        yaml(
            "an unknown key that is nearly one", "moed: notify",
            says: """
                relevo: relevo.yaml:1:1: there is no key "moed" at the top; did you mean mode?
                """),
        yaml(
            "an unknown key that resembles none", "colour: red",
            says: """
                relevo: relevo.yaml:1:1: there is no key "colour" at the top; the known keys are accounts, mode, \
                policy, slack, teams, language, help, messages, heartbeat-url and ledger.
                """),
        yaml(
            "an unknown key inside", "policy: {deactivate_at: 91}",
            says: """
                relevo: relevo.yaml:1:10: there is no key "deactivate_at" in policy; did you mean deactivate-at?
                """),
        yaml(
            "a key given twice", "mode: notify\nmode: enforce",
            says: """
                relevo: relevo.yaml:1:1: the key "mode" is given more than once in this map; keep one of each.
                """),
        yaml(
            "a key given twice inside", "policy:\n  notice-days: 5\n  notice-days: 6",
            says: """
                relevo: relevo.yaml:2:3: the key "notice-days" is given more than once in this map; keep one of \
                each.
                """),
        yaml(
            "a key without a value", "mode:",
            says: """
                relevo: relevo.yaml:1:6: mode must be report, notify or enforce, but has no value.
                """),
        // Types
        yaml(
            "a list where a word goes", "mode: [enforce]",
            says: """
                relevo: relevo.yaml:1:7: mode must be report, notify or enforce, but is a list.
                """),
        yaml(
            "a misspelt word", "mode: enfroce",
            says: """
                relevo: relevo.yaml:1:7: mode must be report, notify or enforce, but is "enfroce"; did you mean \
                enforce?
                """),
        yaml(
            "text where a number goes", "policy: {notice-days: five}",
            says: """
                relevo: relevo.yaml:1:23: policy.notice-days must be a whole number from 1 to 3650, but is "five".
                """),
        yaml(
            "a fraction of a day", "policy: {notice-days: 1.5}",
            says: """
                relevo: relevo.yaml:1:23: policy.notice-days must be a whole number from 1 to 3650, but is 1.5.
                """),
        yaml(
            "yes where true goes", "accounts: {organization: yes}",
            says: """
                relevo: relevo.yaml:1:26: accounts.organization must be true or false, but is "yes".
                """),
        yaml(
            "an account id as a number", "accounts: {list: [{id: 222222222222, name: shop}]}",
            says: """
                relevo: relevo.yaml:1:24: accounts.list[0].id must be an account id in quotes, but is 222222222222: \
                a number may lose its leading zeros.
                """),
        yaml(
            "an account id as an octal number", "accounts: {list: [{id: 012345678901, name: shop}]}",
            says: """
                relevo: relevo.yaml:1:24: accounts.list[0].id must be an account id in quotes, but is 012345678901: \
                a number may lose its leading zeros.
                """),
        yaml(
            "an account listed twice", twice,
            says: """
                relevo: relevo.yaml:4:12: accounts.list[1].id repeats 222222222222; keep it once.
                """),
        yaml(
            "an unknown language", "language: fr",
            says: "relevo: relevo.yaml:1:11: language must be en or es, but is \"fr\"."),
        // The ladder
        yaml(
            "a ladder out of order", "policy: {ladder: [86, 81, 76]}",
            says: """
                relevo: relevo.yaml:1:18: policy.ladder must be in ascending order without repeats, such as \
                [76, 81, 86], but is [86, 81, 76].
                """),
        yaml(
            "a ladder that ends too late", "policy:\n  ladder: [76, 81, 88]",
            says: """
                relevo: relevo.yaml:2:11: the last stage of policy.ladder (88) plus notice-days (5) is 93, after \
                deactivate-at (91): the last notice would come too late to count; end the ladder at 86 or earlier, \
                or set deactivate-at to 93 or more.
                """),
        yaml(
            "a ladder of nothing", "policy: {ladder: []}",
            says: """
                relevo: relevo.yaml:1:18: policy.ladder is empty; it needs at least one age, such as [76, 81, 86].
                """),
        // Slack
        yaml(
            "a channel by its name", "slack: {token: env:SLACK_BOT_TOKEN, channel: \"#security\"}",
            says: """
                relevo: relevo.yaml:1:46: slack.channel must be a channel's id, not its name, but is "#security"; in \
                Slack, open the channel's details: the id is at the bottom, such as C0123456789.
                """),
        yaml(
            "a person as the channel", "slack: {token: env:SLACK_BOT_TOKEN, channel: U0ANA000000}",
            says: """
                relevo: relevo.yaml:1:46: slack.channel must be a channel's id, but "U0ANA000000" is a person's; in \
                Slack, open the channel's details: the id is at the bottom, such as C0123456789.
                """),
        yaml(
            "a team's channel by its name", "teams: {payments: \"#payments\"}",
            says: """
                relevo: relevo.yaml:1:19: teams.payments must be a channel's id, not its name, but is "#payments"; \
                in Slack, open the channel's details: the id is at the bottom, such as C0123456789.
                """),
        yaml(
            "the token itself", "slack: {token: xoxb-1-2-SECRET, channel: C0SECURITY}",
            says: """
                relevo: relevo.yaml:1:16: slack.token contains a Slack token. Revoke that token, because others may \
                have read this file. Store the new one elsewhere and name the place: env:NAME, file:PATH, ssm:NAME or \
                secretsmanager:NAME[#KEY].
                """),
        yaml(
            "Slack over plain HTTP", "slack: {token: env:T, channel: C0SECURITY, api-url: \"http://slack.example/\"}",
            says: """
                relevo: relevo.yaml:1:53: slack.api-url must begin with https:// (http:// is allowed only for this \
                machine), but is "http://slack.example/".
                """),
        // Zones, hours and dates
        yaml(
            "a zone that isn't there", "policy: {hours: {zone: Peru/Lima, \(days)}}",
            says: """
                relevo: relevo.yaml:1:24: policy.hours.zone must be a time zone that this machine knows, such as \
                America/Lima or UTC, but is "Peru/Lima"; check the name, or install the zone files (tzdata).
                """),
        yaml(
            "a zone that leads elsewhere", "policy: {hours: {zone: ../../../etc/passwd, \(days)}}",
            says: """
                relevo: relevo.yaml:1:24: policy.hours.zone must be a time zone that this machine knows, such as \
                America/Lima or UTC, but is "../../../etc/passwd"; check the name, or install the zone files \
                (tzdata).
                """),
        yaml(
            "hours that end before they begin",
            "policy: {hours: {zone: UTC, days: [mon], from: \"16:00\", to: \"09:00\"}}",
            says: """
                relevo: relevo.yaml:1:61: policy.hours.to must be later than from on the same day.
                """),
        yaml(
            "a holiday without its year", "policy: {hours: {zone: UTC, \(days), holidays: [12-25]}}",
            says: """
                relevo: relevo.yaml:1:81: policy.hours.holidays[0] must be a day that exists, such as 2026-12-25, \
                but is "12-25".
                """),
        yaml(
            "an exemption until a day that doesn't exist",
            "policy: {exemptions: [{user: \(user), until: 2026-02-30, reason: r, by: b}]}",
            says: """
                relevo: relevo.yaml:1:75: policy.exemptions[0].until must be a day such as 2026-12-01 or an instant \
                such as 2026-12-01T17:00:00Z, but is "2026-02-30".
                """),
        yaml(
            "an exemption without an end", "policy: {exemptions: [{user: \(user), reason: r, by: b}]}",
            says: """
                relevo: relevo.yaml:1:23: policy.exemptions[0].until is missing; add it, such as until: 2026-12-01.
                """),
        // The ledger
        yaml(
            "a ledger in memory", "ledger: \"sqlite::memory:\"",
            says: """
                relevo: relevo.yaml:1:9: ledger must be sqlite: and the path of a file, but is "sqlite::memory:"; a \
                ledger in memory would be lost when Relevo ends.
                """),
        yaml(
            "a table's name with a space", "ledger: \"dynamodb:re levo\"",
            says: """
                relevo: relevo.yaml:1:9: ledger must be dynamodb: and a table's name of 3 to 255 letters, digits, _, . \
                or -, but is "dynamodb:re levo".
                """),
        // All at once
        yaml(
            "several things at once", "mode: enfroce\npolicy: {ladder: [86, 81, 76]}\nledger: nowhere\n",
            says: """
                relevo: relevo.yaml:1:7: mode must be report, notify or enforce, but is "enfroce"; did you mean \
                enforce?
                relevo.yaml:2:18: policy.ladder must be in ascending order without repeats, such as [76, 81, 86], \
                but is [86, 81, 76].
                relevo.yaml:3:9: ledger must be sqlite:PATH or dynamodb:TABLE, but is "nowhere".
                """),
        // What a command needs of it
        BadInput(
            testDescription: "a run without Slack", command: ["run"],
            put: { try $0.folder.write("accounts: {organization: true}\n", to: "relevo.yaml") }, status: 64,
            says: """
                relevo: The configuration has no `slack` section, and this command notifies people in Slack. Add \
                `slack.token` and `slack.channel`; `relevo scan` works without.
                """
        ),
        BadInput(
            testDescription: "a token that isn't set", command: ["run"], environment: ["SLACK_BOT_TOKEN": ""],
            put: { _ in }, status: 64,
            says: """
                relevo: The environment variable SLACK_BOT_TOKEN with the Slack token is not set. Set it to the \
                app's bot token (xoxb-…).
                """),
        BadInput(
            testDescription: "a token with a space in it", command: ["run"],
            environment: ["SLACK_BOT_TOKEN": "xoxb-1 2-SECRET"], put: { _ in }, status: 64,
            says: """
                relevo: The content of the environment variable SLACK_BOT_TOKEN is not a Slack token: it is empty, or it \
                has characters that no token has. Copy the app's bot token (xoxb-…) there again.
                """),
        // The command line
        usage(
            "a day that doesn't exist", ["plan", "--on", "2026-02-30"],
            says: """
                Error: The value '2026-02-30' is invalid for '--on <date>': Give a day such as 2026-03-31, or an instant such \
                as 2026-03-31T12:00Z.
                Help:  --on <date>  Decide as of a day (12:00Z) or an ISO instant.
                """),
        usage(
            "an account id that is none", ["scan", "--account", "12"],
            says: """
                Error: The value '12' is invalid for '--account <id>': Give an account id of twelve digits, such as \
                111111111111.
                Help:  --account <id>  Only this account; may be repeated. A run reports the others as unknown.
                """),
        usage(
            "an account that isn't there", ["scan", "--account", "999999999999"],
            says: """
                relevo: There is no account 999999999999 among those that the configuration names. Known: \
                111111111111, 222222222222.
                """),
        usage(
            "an unknown format", ["scan", "--format", "xml"],
            says: """
                Error: The value 'xml' is invalid for '--format <format>'. Please provide one of 'table', 'json', \
                'jsonl' or 'csv'.
                Help:  --format <format>  table, json, jsonl or csv.
                """),
        usage(
            "an unknown option", ["run", "--dryrun"],
            says: "Error: Unknown option '--dryrun'. Did you mean '--dry-run'?"),
        usage(
            "an unknown command", ["runn"],
            says:
                "relevo: There is no command `relevo runn`. The nearest is `relevo run`. `relevo --help` explains each."
        ),
        usage(
            "a user whom the ledger doesn't know", ["history", "nobody.here"],
            says: """
                relevo: The ledger has no user and no key “nobody.here”. Give a user's name as IAM has it, a user \
                id (AIDA…) or a key's id (AKIA…).
                """),
    ]

    private static let days = "days: [mon], from: \"09:00\", to: \"16:00\""
    private static let user = "\"arn:aws:iam::222222222222:user/ana\""
    private static let twice = """
        accounts:
          list:
            - {id: "222222222222", name: shop}
            - {id: "222222222222", name: shop again}
        """

    private static func yaml(_ name: String, _ text: String, says: String) -> BadInput {
        BadInput(
            testDescription: name, command: ["scan"], put: { try $0.folder.write(text + "\n", to: "relevo.yaml") },
            status: 64, says: says)
    }

    private static func usage(_ name: String, _ command: [String], says: String) -> BadInput {
        BadInput(testDescription: name, command: command, put: { _ in }, status: 64, says: says)
    }
}
