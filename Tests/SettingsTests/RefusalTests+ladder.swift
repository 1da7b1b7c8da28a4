extension RefusalTests {
    static let ladder: [Case] = [
        // The ladder
        Case(
            "a ladder that descends",
            #"{"policy": {"ladder": [86, 81, 76]}}"#,
            says:
                "1:23: policy.ladder must be in ascending order without repeats, such as [76, 81, 86], "
                + "but is [86, 81, 76]."
        ),
        Case(
            "a ladder with a repeat",
            #"{"policy": {"ladder": [76, 76, 81]}}"#,
            says:
                "1:23: policy.ladder must be in ascending order without repeats, such as [76, 81], but is [76, 76, 81]."
        ),
        Case(
            "a stage of nothing",
            #"{"policy": {"ladder": [0, 76]}}"#,
            says: "1:24: policy.ladder[0] must be a whole number from 1 to 3650, but is 0."),
        Case(
            "a stage that is text",
            #"{"policy": {"ladder": [76, "81"]}}"#,
            says: #"1:28: policy.ladder[1] must be a whole number from 1 to 3650, but is "81"."#),
        Case(
            "an empty ladder",
            #"{"policy": {"ladder": []}}"#,
            says: "1:23: policy.ladder is empty; it needs at least one age, such as [76, 81, 86]."),
        Case(
            "a ladder that is a number",
            #"{"policy": {"ladder": 76}}"#,
            says: "1:23: policy.ladder must be a list such as [76, 81, 86], but is 76."),
        Case(
            "a last stage too late for the notice days",
            #"{"policy": {"ladder": [76, 81, 88]}}"#,
            says: "1:23: the last stage of policy.ladder (88) plus notice-days (5) is 93, after deactivate-at "
                + "(91): the last notice would come too late to count; end the ladder at 86 or earlier, or set "
                + "deactivate-at to 93 or more."),
        Case(
            "a deactivation too early for the ladder",
            #"{"policy": {"deactivate-at": 90}}"#,
            says: "1:30: the last stage of policy.ladder (86) plus notice-days (5) is 91, after deactivate-at "
                + "(90): the last notice would come too late to count; end the ladder at 85 or earlier, or set "
                + "deactivate-at to 91 or more."),
        Case(
            "notice days that leave no time",
            #"{"policy": {"notice-days": 10}}"#,
            says: "1:28: the last stage of policy.ladder (86) plus notice-days (10) is 96, after deactivate-at "
                + "(91): the last notice would come too late to count; end the ladder at 81 or earlier, or set "
                + "deactivate-at to 96 or more."),
        Case(
            "late notice shorter than notice",
            #"{"policy": {"late-notice-days": 4}}"#,
            says: "1:33: policy.late-notice-days (4) must not be shorter than notice-days (5)."),
        Case(
            "a negative number of days",
            #"{"policy": {"notice-days": -1}}"#,
            says: "1:28: policy.notice-days must be a whole number from 1 to 3650, but is -1."),
        Case(
            "a fraction of a day",
            #"{"policy": {"promise-valid-days": 1.5}}"#,
            says: "1:35: policy.promise-valid-days must be a whole number from 1 to 3650, but is 1.5."),
        Case(
            "an age beyond ten years",
            #"{"policy": {"deactivate-at": 4000}}"#,
            says: "1:30: policy.deactivate-at must be a whole number from 1 to 3650, but is 4000."),
        Case(
            "a password ladder with a repeat",
            #"{"policy": {"password-ladder": [76, 76]}}"#,
            says:
                "1:32: policy.password-ladder must be in ascending order without repeats, such as [76], "
                + "but is [76, 76]."
        ),
    ]
}
