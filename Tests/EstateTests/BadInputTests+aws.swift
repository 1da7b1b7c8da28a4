import LocalSlack

extension BadInputTests {
    /// What AWS answers. On this day ana's key would be deactivated: with an account that can't be read, it isn't.
    static let aws: [BadInput] =
        answeredAtFirst + answeredAboutRoles + answeredAboutUsers + answeredAboutKeys
        + answeredAboutReports

    /// Before any account is known.
    private static let answeredAtFirst: [BadInput] = [
        first(
            "nothing where AWS says who we are", "GetCallerIdentity", "",
            says: """
                relevo: STS GetCallerIdentity (hub) failed: the response is not well-formed XML (no element at byte 0) \
                (HTTP 200). \(stranger).
                """),
        first(
            "a web page where AWS says who we are", "GetCallerIdentity", page,
            says: """
                relevo: STS GetCallerIdentity (hub) failed: the response is not the document that this operation is \
                documented to return (HTTP 200). \(stranger).
                """),
        first(
            "an own account id that is none", "GetCallerIdentity",
            IAMAnswer.whole(
                "GetCallerIdentity", "<Account>12</Account><Arn>a</Arn><UserId>b</UserId>", of: "sts",
                version: "2011-06-15"),
            says: "relevo: AWS answered with an account id that isn't valid: \"12\". \(stranger)."),
        first(
            "nothing where the accounts are listed", "ListAccounts", "",
            says: """
                relevo: The organization's accounts could not be listed: Organizations ListAccounts (hub) failed: \
                the response is not the JSON that this operation is documented to return (HTTP 200). \(stranger).
                """),
        first(
            "XML where the accounts are listed", "ListAccounts", page,
            says: """
                relevo: The organization's accounts could not be listed: Organizations ListAccounts (hub) failed: \
                the response is not the JSON that this operation is documented to return (HTTP 200). \(stranger).
                """),
        first(
            "an account without an id", "ListAccounts", "{\"Accounts\": [{\"Name\": \"shop\", \"State\": \"ACTIVE\"}]}",
            says: "relevo: AWS answered with an account that isn't valid: \"without an id\". \(stranger)."),
        first(
            "a listed account id that is none", "ListAccounts",
            "{\"Accounts\": [{\"Id\": \"12\", \"Name\": \"shop\", \"Status\": \"ACTIVE\"}]}",
            says: "relevo: AWS answered with an account id that isn't valid: \"12\". \(stranger)."),
        first(
            "a page of accounts that names itself as the next", "ListAccounts",
            "{\"Accounts\": [], \"NextToken\": \"a\"}",
            says: """
                relevo: The organization's accounts could not be listed: Organizations ListAccounts (hub) failed: a \
                page repeated its own token. Run again; if the error persists, report it.
                """),
    ]

    private static let answeredAboutRoles: [BadInput] = [
        unknown(
            "a role without credentials", "AssumeRole", assumed(""),
            says: """
                STS AssumeRole (hub) failed: the response lacks AssumeRoleResult/Credentials (HTTP 200). \(stranger).
                """),
        unknown(
            "a role with half its credentials", "AssumeRole",
            assumed("<Credentials><AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId></Credentials>"),
            says: """
                STS AssumeRole (hub) failed: the response lacks AssumeRoleResult/Credentials (HTTP 200). \(stranger).
                """),
        unknown(
            "half an answer about a role", "AssumeRole", "<AssumeRoleResponse><AssumeRoleRes",
            says: """
                STS AssumeRole (hub) failed: the response is not well-formed XML (a tag without an end at byte 34) \
                (HTTP 200). \(stranger).
                """),
    ]

    static let isUnknown = "relevo: 222222222222 (shop) is unknown in this run, and nothing is done there: "
    static let stranger = "The response may not come from AWS: check AWS_ENDPOINT_URL and HTTPS_PROXY"

    static let onTheDay = ["run", "--on", Day(6).text]
    static let details = "GetAccountAuthorizationDetails"
    static let page = "<html><body><h1>Welcome to the guest network</h1></body></html>"
    static let laughs =
        "<!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;\">]><a>&c;</a>"
    static let external = "<!DOCTYPE a [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><a>&a;</a>"

    static func assumed(_ inside: String) -> String {
        IAMAnswer.whole("AssumeRole", inside, of: "sts", version: "2011-06-15")
    }

    static func first(_ name: String, _ action: String, _ body: String, says: String) -> BadInput {
        BadInput(
            testDescription: name, command: onTheDay, put: { try await $0.answers(action, in: nil, body) }, status: 1,
            says: says, ledger: .kept)
    }

    static func unknown(_ name: String, _ action: String, _ body: String, says: String) -> BadInput {
        BadInput(
            testDescription: name, command: onTheDay, put: { try await $0.answers(action, body) }, status: 3,
            says: "\(isUnknown)\(says)",
            prints: ["✗ 222222222222 shop: unknown, ", "0 keys deactivated"], ledger: .kept)
    }

    /// The account is still complete; only `plan` runs, so that every row can report it.
    static func known(
        _ name: String, _ action: String, says: String, prints: String...,
        answer: @Sendable @escaping (String) -> String
    ) -> BadInput {
        BadInput(
            testDescription: name, command: ["plan", "--on", Day(6).text],
            put: { try await $0.answers(action, answer(try await $0.keyID(of: "ana"))) }, status: 0, says: says,
            prints: prints + ["✓ 2 accounts (security, shop): read completely"])
    }

    static func report(_ name: String, _ body: String, says: String) -> BadInput {
        known(name, "GetCredentialReport", says: says, prints: "deactivate") { _ in body }
    }
}
