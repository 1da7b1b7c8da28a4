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
            says: "1:46: policy.hours.days is empty, so nothing would ever be deactivated; to want that, use mode: "
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
