extension RefusalTests {
    static let policy: [Case] = [
        // The rest of the policy
        Case(
            "machines held",
            #"{"policy": {"machines": "hold"}}"#,
            says: #"1:25: policy.machines must be notify or enforce, but is "hold"."#),
        Case(
            "untagged as machines",
            #"{"policy": {"untagged": "machine"}}"#,
            says: #"1:25: policy.untagged must be hold or engineer, but is "machine"."#),
        Case(
            "a brake of nothing",
            #"{"policy": {"max-deactivations": 0}}"#,
            says: "1:34: policy.max-deactivations must be a whole number from 1 to 100000, but is 0; to deactivate "
                + "nothing, use mode: notify."),
        Case(
            "more than all per cent",
            #"{"policy": {"max-percent": 101}}"#,
            says: "1:28: policy.max-percent must be a whole number from 1 to 100, but is 101."),
        Case(
            "a delay of half a year",
            #"{"policy": {"max-delay": 180}}"#,
            says: "1:26: policy.max-delay must be a whole number from 0 to 90, but is 180."),
        Case(
            "a protected user by name",
            #"{"policy": {"protected": ["break-glass"]}}"#,
            says: "1:27: policy.protected[0] must be a pattern over the ARNs of IAM users, such as "
                + #"arn:aws:iam::*:user/break-glass/*, but is "break-glass"."#),
        Case(
            "a protected role",
            #"{"policy": {"protected": ["arn:aws:iam::*:role/admin"]}}"#,
            says: "1:27: policy.protected[0] must be a pattern over the ARNs of IAM users, such as "
                + #"arn:aws:iam::*:user/break-glass/*, but is "arn:aws:iam::*:role/admin"."#),
        Case(
            "everybody protected",
            #"{"policy": {"protected": ["arn:aws:iam::*:user/*"]}}"#,
            says: "1:27: policy.protected[0] protects every user of every account; to deactivate nothing, use "
                + "mode: notify."),
        Case(
            "a variable in a protected pattern",
            #"{"policy": {"protected": ["arn:aws:iam::*:user/${aws:username}"]}}"#,
            says:
                "1:27: policy.protected[0] contains ${aws:username}; the only variables allowed are ${*}, ${?} and "
                + "${$}, which stand for those characters."
        ),
        // Exemptions
        Case(
            "an exemption of nothing",
            #"{"policy": {"exemptions": [{"until": "2026-12-01", "reason": "r", "by": "b"}]}}"#,
            says:
                "1:28: policy.exemptions[0] names neither a user nor a key; add user: (an ARN or AIDA…) or key: "
                + "(AKIA…)."
        ),
        Case(
            "an exemption of both",
            #"{"policy": {"exemptions": [{"user": "AIDAEXAMPLE000000001", "key": "AKIAEXAMPLE000000001", "#
                + #""until": "2026-12-01", "reason": "r", "by": "b"}]}}"#,
            says: "1:28: policy.exemptions[0] has both user and key; keep one, or write two exemptions."),
        Case(
            "an exemption without an end",
            #"{"policy": {"exemptions": [{"key": "AKIAEXAMPLE000000001", "reason": "r", "by": "b"}]}}"#,
            says: "1:28: policy.exemptions[0].until is missing; add it, such as until: 2026-12-01."),
        Case(
            "an exemption without a reason",
            #"{"policy": {"exemptions": [{"key": "AKIAEXAMPLE000000001", "until": "2026-12-01", "by": "b"}]}}"#,
            says: #"1:28: policy.exemptions[0].reason is missing; add it, such as reason: "vendor rotates in "#
                + #"November, OPS-123"."#),
        Case(
            "an exemption that nobody approved",
            #"{"policy": {"exemptions": [{"key": "AKIAEXAMPLE000000001", "until": "2026-12-01", "reason": "#
                + #""r", "by": " "}]}}"#,
            says: "1:104: policy.exemptions[0].by is empty; give it a value, or remove the line."),
        Case(
            "an exemption until a day that doesn't exist",
            #"{"policy": {"exemptions": [{"key": "AKIAEXAMPLE000000001", "until": "2026-02-30", "reason": "#
                + #""r", "by": "b"}]}}"#,
            says: "1:69: policy.exemptions[0].until must be a day such as 2026-12-01 or an instant such as "
                + #"2026-12-01T17:00:00Z, but is "2026-02-30"."#),
        Case(
            "an exempt user by name",
            #"{"policy": {"exemptions": [{"user": "ci", "until": "2026-12-01", "reason": "r", "by": "b"}]}}"#,
            says: "1:37: policy.exemptions[0].user must be a user's ARN, such as "
                + #"arn:aws:iam::111111111111:user/ci, or its unique id (AIDA…), but is "ci"."#),
        Case(
            "an exempt pattern",
            #"{"policy": {"exemptions": [{"user": "arn:aws:iam::*:user/ci", "until": "2026-12-01", "reason": "#
                + #""r", "by": "b"}]}}"#,
            says: "1:37: policy.exemptions[0].user must be a user's ARN, such as "
                + #"arn:aws:iam::111111111111:user/ci, or its unique id (AIDA…), but is "arn:aws:iam::*:user/ci"; "#
                + "patterns belong in policy.protected, and a user with such a path is named by its unique id."),
        Case(
            "a temporary key exempted",
            #"{"policy": {"exemptions": [{"key": "ASIAEXAMPLE000000001", "until": "2026-12-01", "reason": "#
                + #""r", "by": "b"}]}}"#,
            says: #"1:36: policy.exemptions[0].key must be an access key id (AKIA…), but is "ASIAEXAMPLE000000001"."#),
    ]
}

extension RefusalTests {
    static let hours: [Case] = [
        // Working hours
        Case(
            "a zone that doesn't exist",
            #"{"policy": {"hours": {"zone": "America/Limma", "days": ["mon"], "from": "09:00", "to": "16:00"}}}"#,
            says: "1:31: policy.hours.zone must be a time zone that this machine knows, such as America/Lima or "
                + #"UTC, but is "America/Limma"; check the name, or install the zone files (tzdata)."#),
        Case(
            "hours without days",
            #"{"policy": {"hours": {"zone": "UTC", "from": "09:00", "to": "16:00"}}}"#,
            says: "1:22: policy.hours.days is missing; add it, such as days: [mon, tue, wed, thu]."),
        Case(
            "no working day",
            #"{"policy": {"hours": {"zone": "UTC", "days": [], "from": "09:00", "to": "16:00"}}}"#,
            says: "1:46: policy.hours.days is empty, so nothing would ever be deactivated; if you want that, use mode: "
                + "notify."),
        Case(
            "a day written out",
            #"{"policy": {"hours": {"zone": "UTC", "days": ["monday"], "from": "09:00", "to": "16:00"}}}"#,
            says: #"1:47: policy.hours.days[0] must be mon, tue, wed, thu, fri, sat or sun, but is "monday"."#),
        Case(
            "a day given twice",
            #"{"policy": {"hours": {"zone": "UTC", "days": ["mon", "mon"], "from": "09:00", "to": "16:00"}}}"#,
            says: "1:54: policy.hours.days[1] repeats mon; keep it once."),
        Case(
            "hours that end before they begin",
            #"{"policy": {"hours": {"zone": "UTC", "days": ["mon"], "from": "16:00", "to": "09:00"}}}"#,
            says: "1:78: policy.hours.to must be later than from on the same day."),
        Case(
            "a time without its zero",
            #"{"policy": {"hours": {"zone": "UTC", "days": ["mon"], "from": "9:00", "to": "16:00"}}}"#,
            says: #"1:63: policy.hours.from must be a time from "00:00" to "23:59", but is "9:00"."#),
        Case(
            "a time as a number",
            #"{"policy": {"hours": {"zone": "UTC", "days": ["mon"], "from": 900, "to": "16:00"}}}"#,
            says: #"1:63: policy.hours.from must be a time such as "09:00", in quotes, but is 900."#),
        Case(
            "a time beyond the day",
            #"{"policy": {"hours": {"zone": "UTC", "days": ["mon"], "from": "09:00", "to": "25:00"}}}"#,
            says: #"1:78: policy.hours.to must be a time from "00:00" to "24:00", but is "25:00"."#),
        Case(
            "a holiday without its year",
            #"{"policy": {"hours": {"zone": "UTC", "days": ["mon"], "from": "09:00", "to": "16:00", "#
                + #""holidays": ["12-25"]}}}"#,
            says: #"1:100: policy.hours.holidays[0] must be a day that exists, such as 2026-12-25, but is "12-25"."#),
    ]
}
