extension BadInputTests {
    /// What AWS answers where an account's users are read.
    static let answeredAboutUsers: [BadInput] = [
        unknown(
            "nothing", details, "",
            says: """
                IAM GetAccountAuthorizationDetails (222222222222) failed: the response is not well-formed XML (no \
                element at byte 0) (HTTP 200). \(stranger).
                """),
        unknown(
            "JSON", details, "{\"Users\": []}",
            says: """
                IAM GetAccountAuthorizationDetails (222222222222) failed: the response is not well-formed XML (no \
                element at byte 0) (HTTP 200). \(stranger).
                """),
        unknown(
            "a web page", details, page,
            says: """
                IAM GetAccountAuthorizationDetails (222222222222) failed: the response is not the document that this \
                operation is documented to return (HTTP 200). \(stranger).
                """),
        unknown(
            "half a list of users", details, String(IAMAnswer.users(IAMAnswer.user("ana")).prefix(300)),
            says: """
                IAM GetAccountAuthorizationDetails (222222222222) failed: the response is not well-formed XML (a \
                closing tag that doesn't match at byte 300) (HTTP 200). \(stranger).
                """),
        unknown(
            "another action's answer", details, IAMAnswer.keys(),
            says: """
                IAM GetAccountAuthorizationDetails (222222222222) failed: the response is not the document that this \
                operation is documented to return (HTTP 200). \(stranger).
                """),
        unknown(
            "no list of users", details, IAMAnswer.whole(details, "<IsTruncated>false</IsTruncated>"),
            says: """
                IAM GetAccountAuthorizationDetails (222222222222) failed: the response lacks \
                GetAccountAuthorizationDetailsResult/UserDetailList (HTTP 200). \(stranger).
                """),
        unknown(
            "10 MB of nothing", details, String(repeating: " ", count: 10 << 20),
            says: """
                IAM GetAccountAuthorizationDetails (222222222222) failed: the response is not well-formed XML (no \
                element at byte 10485760) (HTTP 200). \(stranger).
                """),
        unknown(
            "10 MB of one name", details,
            IAMAnswer.users(IAMAnswer.user(String(repeating: "a", count: 10 << 20))),
            says: """
                IAM GetAccountAuthorizationDetails (222222222222) failed: the response is XML larger than 16777216 \
                bytes (HTTP 200). \(stranger).
                """),
        unknown(
            "33 MB", details, String(repeating: " ", count: 33 << 20),
            says: """
                IAM GetAccountAuthorizationDetails (222222222222) failed: the response from 127.0.0.1 is larger than \
                32 MB. Run again; if the error persists, report it.
                """),
        unknown(
            "a bomb of entities", details, laughs,
            says: """
                IAM GetAccountAuthorizationDetails (222222222222) failed: the response is XML with a document type, \
                which no AWS service sends (HTTP 200). \(stranger).
                """),
        unknown(
            "a document type that reads a file", details, external,
            says: """
                IAM GetAccountAuthorizationDetails (222222222222) failed: the response is XML with a document type, \
                which no AWS service sends (HTTP 200). \(stranger).
                """),
        unknown(
            "elements without end", details, String(repeating: "<a>", count: 100_000),
            says: """
                IAM GetAccountAuthorizationDetails (222222222222) failed: the response is XML nested deeper than 64 \
                elements (HTTP 200). \(stranger).
                """),
        unknown(
            "a user twice", details, IAMAnswer.users(IAMAnswer.user("ana"), IAMAnswer.user("ana")),
            says: """
                IAM's list of users named AIDAIOSFODNN7EXAMPLE twice, so it changed while it was read; the next run \
                reads it again.
                """),
        unknown(
            "a page that names itself as the next", details,
            IAMAnswer.users(IAMAnswer.user("ana"), more: "<IsTruncated>true</IsTruncated><Marker>a</Marker>"),
            says: """
                IAM GetAccountAuthorizationDetails (222222222222) failed: a page repeated its own marker. Run again; \
                if the error persists, report it.
                """),
        unknown(
            "a page that says there is more and not where", details,
            IAMAnswer.users(IAMAnswer.user("ana"), more: "<IsTruncated>true</IsTruncated>"),
            says: """
                IAM GetAccountAuthorizationDetails (222222222222) failed: a page is truncated but gives no marker. \
                Run again; if the error persists, report it.
                """),
        unknown(
            "a user id that is none", details, IAMAnswer.users(IAMAnswer.user("ana", id: "../x")),
            says: "AWS answered with a user id that isn't valid: \"../x\". \(stranger)."),
        unknown(
            "a user without a name", details, IAMAnswer.users(IAMAnswer.user("")),
            says: """
                IAM GetAccountAuthorizationDetails (222222222222) failed: the response lacks member/UserName (HTTP \
                200). \(stranger).
                """),
        unknown(
            "a user made on no day", details, IAMAnswer.users(IAMAnswer.user("ana", createdAt: "yesterday")),
            says: """
                IAM GetAccountAuthorizationDetails (222222222222) failed: the response has a member/CreateDate that \
                cannot be read (HTTP 200). \(stranger).
                """),
        BadInput(
            testDescription: "bytes that are no text", command: onTheDay,
            put: { try await $0.breaks(details, "garbage") }, status: 3,
            says: """
                relevo: 222222222222 (shop) is unknown in this run, and nothing is done there: IAM \
                GetAccountAuthorizationDetails (222222222222) failed: the response is not well-formed XML (a control \
                character at byte 12) (HTTP 200). \(stranger).
                """, prints: ["✗ 222222222222"],
            ledger: .kept),
        BadInput(
            testDescription: "a connection that ends in the middle", command: onTheDay,
            put: { try await $0.breaks(details, "cut") }, status: 3,
            says: """
                relevo: 222222222222 (shop) is unknown in this run, and nothing is done there: IAM \
                GetAccountAuthorizationDetails (222222222222) failed: the response is not HTTP, or was truncated \
                (127.0.0.1). Check the network to that host, HTTPS_PROXY and AWS_ENDPOINT_URL, and run again.
                """, prints: ["✗ 222222222222"],
            ledger: .kept),
    ]
}
