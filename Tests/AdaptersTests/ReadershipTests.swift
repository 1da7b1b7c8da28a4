import KeyWatch
import Slack
import Testing

@testable import Adapters

/// Who can read the security channel, by Slack's description of it.
struct ReadershipTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let answer: FakeSlack.Answer
        let readership: Readership

        init(_ name: String, _ fields: String, _ readership: Readership) {
            self.init(
                name, answer: .body(#"{"ok":true,"channel":{"id":"C0SECURITY","name":"keys"\#(fields)}}"#), readership)
        }

        init(_ name: String, answer: FakeSlack.Answer, _ readership: Readership = .unknown) {
            testDescription = name
            self.answer = answer
            self.readership = readership
        }
    }

    private static let name = "C0SECURITY (#keys)"

    static let cases = [
        Case("private", #","is_private":true"#, .members),
        Case(
            "private, and none of the flags is set", #","is_private":true,"is_shared":false,"is_ext_shared":false"#,
            .members),
        Case("public", #","is_private":false"#, .workspace(channel: name)),
        Case("shared", #","is_private":true,"is_shared":true,"is_ext_shared":true"#, .otherCompanies(channel: name)),
        Case("about to be shared", #","is_private":true,"is_pending_ext_shared":true"#, .otherCompanies(channel: name)),
        Case("public and shared", #","is_private":false,"is_ext_shared":true"#, .otherCompanies(channel: name)),
        Case("shared, without saying how", #","is_private":true,"is_shared":true"#, .otherCompanies(channel: name)),
        Case(
            "shared within the organization", #","is_private":true,"is_shared":true,"is_org_shared":true"#, .members),
        Case(
            "within the organization and outside",
            #","is_private":true,"is_shared":true,"is_org_shared":true,"is_ext_shared":true"#,
            .otherCompanies(channel: name)),
        Case("it isn't said whether it is private", "", .unknown),
        Case("no permission to ask", answer: .error("missing_scope")),
        Case("no such channel", answer: .error("channel_not_found")),
        Case("a refused token", answer: .error("invalid_auth")),
        Case("no answer", answer: .lost),
        Case("too many calls", answer: .status(429)),
        Case("an error page", answer: .status(503)),
    ]

    @Test(arguments: cases)
    func `only a definite answer says that others read it`(_ test: Case) async throws {
        let slack = FakeSlack(["conversations.info": test.answer])
        #expect(try await slack.messenger().readership() == test.readership)
        #expect(slack.calls("conversations.info").count == 1)
    }
}
