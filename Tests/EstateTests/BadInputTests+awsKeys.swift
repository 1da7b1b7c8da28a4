extension BadInputTests {
    /// What AWS answers where a user's keys are read.
    static let answeredAboutKeys: [BadInput] = [
        unknown(
            "no list of keys", "ListAccessKeys", IAMAnswer.whole("ListAccessKeys", ""),
            says: """
                IAM ListAccessKeys (222222222222) failed: the response lacks ListAccessKeysResult/AccessKeyMetadata \
                (HTTP 200). \(stranger).
                """),
        unknown(
            "somebody else's keys", "ListAccessKeys",
            IAMAnswer.keys(IAMAnswer.key("AKIAIOSFODNN7EXAMPLE"), of: "bea"),
            says: """
                IAM ListAccessKeys (222222222222) failed: the response lists the keys of another user. \(stranger).
                """),
        unknown(
            "a key id that is none", "ListAccessKeys", IAMAnswer.keys(IAMAnswer.key("key-1")),
            says: "AWS answered with an access key id that isn't valid: \"key-1\". \(stranger)."),
        unknown(
            "a key made on no day", "ListAccessKeys",
            IAMAnswer.keys(IAMAnswer.key("AKIAIOSFODNN7EXAMPLE", createdAt: "0")),
            says: """
                IAM ListAccessKeys (222222222222) failed: the response has a member/CreateDate that cannot be read \
                (HTTP 200). \(stranger).
                """),
        unknown(
            "a key without a status", "ListAccessKeys",
            IAMAnswer.keys(IAMAnswer.key("AKIAIOSFODNN7EXAMPLE", status: "")),
            says: """
                IAM ListAccessKeys (222222222222) failed: the response lacks member/Status (HTTP 200). \(stranger).
                """),
        known("a status that is new", "ListAccessKeys", says: "", prints: "Nothing to do.") { key in
            IAMAnswer.keys(IAMAnswer.key(key, status: "Quarantined"))
        },
        known("a third key", "ListAccessKeys", says: "", prints: "deactivate", "new key") { key in
            IAMAnswer.keys(
                IAMAnswer.key(key), IAMAnswer.key("AKIAIOSFODNN7EXAMPLE", createdAt: Day(5).text),
                IAMAnswer.key("AKIAI44QH8DHBEXAMPLE", createdAt: Day(5).text))
        },
    ]

    /// Without the report every user is listed, and that is reported: ana's key is still due.
    static let answeredAboutReports: [BadInput] = [
        known(
            "a report in a state that is new", "GenerateCredentialReport",
            says: """
                relevo: 222222222222 (shop): The credential report could not be obtained (its state “QUEUED” is \
                unknown); every user was listed instead.
                """, prints: "deactivate"
        ) { _ in
            IAMAnswer.whole("GenerateCredentialReport", "<State>QUEUED</State>")
        },
        known(
            "a report without a state", "GenerateCredentialReport",
            says: """
                relevo: 222222222222 (shop): The credential report could not be obtained (IAM GenerateCredentialReport \
                (222222222222) failed: the response lacks GenerateCredentialReportResult/State (HTTP 200). \
                \(stranger)); every user was listed instead.
                """, prints: "deactivate"
        ) { _ in
            IAMAnswer.whole("GenerateCredentialReport", "")
        },
        report(
            "nothing where the report is", "",
            says: """
                relevo: 222222222222 (shop): The credential report could not be obtained (IAM GetCredentialReport \
                (222222222222) failed: the response is not well-formed XML (no element at byte 0) (HTTP 200). \
                \(stranger)); every user was listed instead.
                """),
        report(
            "a report without its root row", IAMAnswer.report(IAMAnswer.reportHeader),
            says: """
                relevo: 222222222222 (shop): The credential report could not be understood (it has no root row); \
                every user was listed instead.
                """),
        report(
            "a report without its columns", IAMAnswer.report("user,arn", "<root_account>,a"),
            says: """
                relevo: 222222222222 (shop): The credential report could not be understood (it has no column \
                user_creation_time); every user was listed instead.
                """),
        report(
            "a report with a column twice",
            IAMAnswer.report(IAMAnswer.reportHeader + ",user", IAMAnswer.rootRow + ",a"),
            says: """
                relevo: 222222222222 (shop): The credential report could not be understood (the column "user" occurs \
                twice); every user was listed instead.
                """),
        report(
            "a report with columns that are new",
            IAMAnswer.report(
                IAMAnswer.reportHeader + ",passkey_active,additional_credentials_info",
                IAMAnswer.rootRow + ",true,N/A"), says: ""),
        report(
            "a report with a short row", IAMAnswer.report(IAMAnswer.reportHeader, IAMAnswer.rootRow, "ana,arn"),
            says: """
                relevo: 222222222222 (shop): The credential report could not be understood (line 3 has 2 columns and \
                the header 22); every user was listed instead.
                """),
        report(
            "a report that isn't UTF-8", IAMAnswer.report([0x75, 0xFF, 0x0A]),
            says: """
                relevo: 222222222222 (shop): The credential report could not be understood (line 1 is not UTF-8); \
                every user was listed instead.
                """),
        report(
            "a report that isn't base64", IAMAnswer.whole("GetCredentialReport", "<Content>?</Content>"),
            says: """
                relevo: 222222222222 (shop): The credential report could not be obtained (IAM GetCredentialReport \
                (222222222222) failed: the response has a GetCredentialReportResult/Content that cannot be read (HTTP \
                200). \(stranger)); every user was listed instead.
                """),
        report(
            "an empty report", IAMAnswer.report([]),
            says: """
                relevo: 222222222222 (shop): The credential report could not be obtained (IAM GetCredentialReport \
                (222222222222) failed: the response lacks GetCredentialReportResult/Content (HTTP 200). \(stranger)); \
                every user was listed instead.
                """),
        report(
            "a report of 10 MB", IAMAnswer.report([UInt8](repeating: 0x61, count: 7 << 20)),
            says: """
                relevo: 222222222222 (shop): The credential report could not be understood (it has no column user); \
                every user was listed instead.
                """),
        report(
            "a report of last week",
            IAMAnswer.report(
                Array("\(IAMAnswer.reportHeader)\n\(IAMAnswer.rootRow)\n".utf8), generatedAt: Day(-1).text),
            says: """
                relevo: 222222222222 (shop): The credential report is MANY hours old; every user was listed instead.
                """),
    ]
}
