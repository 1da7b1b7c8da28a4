extension RefusalTests {
    static let slack: [Case] = [
        // Slack
        Case(
            "Slack without a token",
            #"{"slack": {"channel": "C0123456789"}}"#,
            says: "1:11: slack.token is missing; add it, such as token: env:SLACK_BOT_TOKEN."),
        Case(
            "Slack without a channel",
            #"{"slack": {"token": "env:SLACK_BOT_TOKEN"}}"#,
            says: "1:11: slack.channel is missing; add it, such as channel: C0123456789."),
        Case(
            "a token in the file",
            #"{"slack": {"token": "xoxb-EXAMPLE-TOKEN", "channel": "C0123456789"}}"#,
            says:
                "1:21: slack.token contains a Slack token. Revoke that token, because others may have read this file. "
                + "Store the new one elsewhere and name the place: env:NAME, file:PATH, ssm:NAME or "
                + "secretsmanager:NAME[#KEY]."),
        Case(
            "a token behind env:",
            #"{"slack": {"token": "env:xoxb-EXAMPLE-TOKEN", "channel": "C0123456789"}}"#,
            says:
                "1:21: slack.token contains a Slack token. Revoke that token, because others may have read this file. "
                + "Store the new one elsewhere and name the place: env:NAME, file:PATH, ssm:NAME or "
                + "secretsmanager:NAME[#KEY]."),
        Case(
            "a secret without a scheme",
            #"{"slack": {"token": "SLACK_BOT_TOKEN", "channel": "C0123456789"}}"#,
            says: "1:21: slack.token must name where the token is stored: env:NAME, file:PATH, ssm:NAME or "
                + "secretsmanager:NAME[#KEY]."),
        Case(
            "a variable with a dollar",
            #"{"slack": {"token": "env:$SLACK_BOT_TOKEN", "channel": "C0123456789"}}"#,
            says: "1:21: slack.token has no valid name after env:; write it as env:NAME, file:PATH, "
                + "ssm:NAME or secretsmanager:NAME[#KEY]."),
        Case(
            "a token where the channel goes",
            #"{"slack": {"token": "env:T", "channel": "xoxb-EXAMPLE-TOKEN"}}"#,
            says: "1:41: slack.channel must be a channel's id, not its name, but is something that looks like a "
                + "secret; in Slack, open the channel's details: the id is at the bottom, such as C0123456789."),
        Case(
            "an earlier app by its name",
            #"{"slack": {"token": "env:T", "channel": "C0123456789", "earlier-apps": ["relevo"]}}"#,
            says:
                "1:73: slack.earlier-apps[0] must be the id of an app or its bot, such as A0123456789 or B0123456789, "
                + "but is \"relevo\"; the summary names the one that it found."),
        Case(
            "a channel by name",
            ##"{"slack": {"token": "env:T", "channel": "#security"}}"##,
            says: ##"1:41: slack.channel must be a channel's id, not its name, but is "#security"; in Slack, open "##
                + "the channel's details: the id is at the bottom, such as C0123456789."),
        Case(
            "a person as the channel",
            #"{"slack": {"token": "env:T", "channel": "U0123456789"}}"#,
            says: #"1:41: slack.channel must be a channel's id, but "U0123456789" is a person's; in Slack, open the "#
                + "channel's details: the id is at the bottom, such as C0123456789."),
        Case(
            "Slack over plain HTTP",
            #"{"slack": {"token": "env:T", "channel": "C0123456789", "api-url": "http://slack.com/api/"}}"#,
            says: "1:67: slack.api-url must begin with https:// (http:// is allowed only for this machine), but is "
                + #""http://slack.com/api/"."#),
        Case(
            "a name that only resembles loopback",
            #"{"slack": {"token": "env:T", "channel": "C0123456789", "api-url": "http://127.0.0.1.example.com/"}}"#,
            says: "1:67: slack.api-url must begin with https:// (http:// is allowed only for this machine), but is "
                + #""http://127.0.0.1.example.com/"."#),
        Case(
            "an address with a query",
            #"{"slack": {"token": "env:T", "channel": "C0123456789", "api-url": "https://slack.com/api/?a=b"}}"#,
            says: "1:67: slack.api-url must end with the path, because Relevo appends method names to it, but is "
                + #""https://slack.com/api/?a=b"."#),
        Case(
            "a team's channel by name",
            ##"{"teams": {"payments": "#payments"}}"##,
            says: ##"1:24: teams.payments must be a channel's id, not its name, but is "#payments"; in Slack, open "##
                + "the channel's details: the id is at the bottom, such as C0123456789."),
        Case(
            "a team that no tag can name",
            #"{"teams": {" payments": "C0123456789"}}"#,
            says: #"1:12: the team " payments" can't be the value of a tag; leave out spaces at both ends and use "#
                + "at most 256 characters."),
    ]
}
