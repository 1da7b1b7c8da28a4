extension RefusalTests {
    static let accounts: [Case] = [
        // Accounts
        Case(
            "organization in quotes",
            #"{"accounts": {"organization": "yes"}}"#,
            says: #"1:31: accounts.organization must be true or false, but is "yes"."#),
        Case(
            "organization together with a list",
            #"{"accounts": {"organization": true, "list": [{"id": "111111111111"}]}}"#,
            says: "1:45: accounts.list and accounts.organization: true can't be combined; keep one of them."),
        Case(
            "an empty list of accounts",
            #"{"accounts": {"list": []}}"#,
            says: "1:23: accounts.list is empty, so no account would be watched; add some, such as [{id: "
                + #""111111111111", name: payments}]."#),
        Case(
            "a listed account without an id",
            #"{"accounts": {"list": [{"name": "payments"}]}}"#,
            says: #"1:24: accounts.list[0].id is missing; add it, such as id: "111111111111"."#),
        Case(
            "a listed account that is only an id",
            #"{"accounts": {"list": ["111111111111"]}}"#,
            says: #"1:24: accounts.list[0] must be a map such as {id: "111111111111", name: payments}, but is "#
                + #""111111111111"."#),
        Case(
            "an account listed twice",
            #"{"accounts": {"list": [{"id": "111111111111"}, {"id": "111111111111"}]}}"#,
            says: "1:55: accounts.list[1].id repeats 111111111111; keep it once."),
        Case(
            "an account id as a number",
            #"{"accounts": {"list": [{"id": 111111111111}]}}"#,
            says: "1:31: accounts.list[0].id must be an account id in quotes, but is 111111111111: a number may "
                + "lose its leading zeros."),
        Case(
            "an account id without its leading zero",
            #"{"accounts": {"list": [{"id": "11111111111"}]}}"#,
            says: #"1:31: accounts.list[0].id must be an account id of twelve digits, but is "11111111111"; perhaps "#
                + "its leading zeros were lost."),
        Case(
            "an account excluded by name",
            #"{"accounts": {"organization": true, "exclude": ["sandbox"]}}"#,
            says: "1:49: accounts.exclude[0] must be an account id of twelve digits or an organizational unit such "
                + #"as ou-abcd-12345678, but is "sandbox"."#),
        Case(
            "an account excluded as a number",
            #"{"accounts": {"organization": true, "exclude": [22222222222]}}"#,
            says: "1:49: accounts.exclude[0] must be an account id in quotes, but is 22222222222: a number may "
                + "lose its leading zeros."),
        Case(
            "a malformed organizational unit",
            #"{"accounts": {"organization": true, "include": ["ou-AB-1"]}}"#,
            says: "1:49: accounts.include[0] must be an account id of twelve digits or an organizational unit such "
                + #"as ou-abcd-12345678, but is "ou-AB-1"."#),
        Case(
            "an account excluded twice",
            #"{"accounts": {"organization": true, "exclude": ["222222222222", "222222222222"]}}"#,
            says: "1:65: accounts.exclude[1] repeats 222222222222; keep it once."),
        Case(
            "an account included and excluded",
            #"{"accounts": {"organization": true, "include": ["222222222222"], "exclude": ["222222222222"]}}"#,
            says: "1:78: 222222222222 is in both accounts.include and accounts.exclude; keep it in one of them."),
        Case(
            "nothing included",
            #"{"accounts": {"organization": true, "include": []}}"#,
            says: "1:48: accounts.include is empty, so no account would be watched; remove it to watch all."),
        Case(
            "exclude without an organization",
            #"{"accounts": {"exclude": ["222222222222"]}}"#,
            says: "1:26: accounts.exclude chooses among an organization's accounts; add organization: true to accounts."
        ),
        Case(
            "an unknown way into the own account",
            #"{"accounts": {"own": "self"}}"#,
            says: #"1:22: accounts.own must be role or direct, but is "self"."#),
        Case(
            "a role's ARN",
            #"{"accounts": {"audit-role": "arn:aws:iam::111111111111:role/Audit"}}"#,
            says: "1:29: accounts.audit-role must be the role's name, the same in every account, not an ARN, but "
                + #"is "arn:aws:iam::111111111111:role/Audit"."#),
        Case(
            "a role with a space",
            #"{"accounts": {"enforce-role": "Relevo Enforce"}}"#,
            says: "1:31: accounts.enforce-role must be the name of an IAM role, such as RelevoAudit or "
                + #"security/RelevoAudit, but is "Relevo Enforce"."#),
        Case(
            "an external id with a space",
            #"{"accounts": {"external-id": "a b"}}"#,
            says: "1:30: accounts.external-id must be 2 to 1224 letters, digits or the characters _ + = , . @ : / "
                + "- only."),
        Case(
            "an external id that is a number",
            #"{"accounts": {"external-id": 12345}}"#,
            says: #"1:30: accounts.external-id must be text; put it in quotes: "12345"."#),
        Case(
            "an override for a malformed account",
            #"{"accounts": {"overrides": {"3333": {"mode": "notify"}}}}"#,
            says: #"1:29: a key of accounts.overrides must be an account id of twelve digits, but is "3333"."#),
        Case(
            "an override for an excluded account",
            #"{"accounts": {"organization": true, "exclude": ["333333333333"], "overrides": {"333333333333": "#
                + #"{"mode": "notify"}}}}"#,
            says: "1:80: accounts.overrides names 333333333333, which is not among the accounts that are watched."),
        Case(
            "an override for an account that isn't listed",
            #"{"accounts": {"list": [{"id": "111111111111"}], "overrides": {"333333333333": {"mode": "notify"}}}}"#,
            says: "1:63: accounts.overrides names 333333333333, which is not among the accounts that are watched."),
        Case(
            "an override with an unknown key",
            #"{"accounts": {"overrides": {"333333333333": {"modes": "notify"}}}}"#,
            says: #"1:46: there is no key "modes" in accounts.overrides.333333333333; did you mean mode?"#),
        Case(
            "an override with a brake of nothing",
            #"{"accounts": {"overrides": {"333333333333": {"max-deactivations": 0}}}}"#,
            says: "1:67: accounts.overrides.333333333333.max-deactivations must be a whole number from 1 to "
                + "100000, but is 0; to deactivate nothing, use mode: notify."),
        Case(
            "enforce where everything is only read",
            #"{"mode": "enforce", "accounts": {"own": "direct"}}"#,
            says: "1:10: mode is enforce, but accounts.own is direct, which only reads, and no other account is "
                + "watched; use own: role, or mode: notify."),
    ]
}
