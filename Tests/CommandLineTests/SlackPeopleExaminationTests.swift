import FoundationEssentials
import KeyPolicy
import Logging
import Slack
import Testing

@testable import relevo

struct SlackPeopleExaminationTests {
    private struct OneAnswer: SlackTransport {
        let body: String

        func send(_ request: SlackRequest) async throws(SlackTransportError) -> SlackResponse {
            SlackResponse(status: 200, headers: [:], body: Data(body.utf8))
        }
    }

    @Test(arguments: [(#"["T2","T1"]"#, true), (#"["T2","T3"]"#, false)])
    func `whoever comes from a sister workspace can be written to`(teams: String, isMember: Bool) async throws {
        let user = #"{"id":"U0ANA","team_id":"T2","enterprise_user":{"teams":\#(teams)}}"#
        let client = try SlackClient(
            token: SlackToken("xoxb-1"), transport: OneAnswer(body: #"{"ok":true,"user":\#(user)}"#),
            rateLimiter: SlackRateLimiter(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let checks = await SlackPeopleExamination(client: client, team: "T1")
            .checks([try Sample.id("U0ANA"): try Sample.user("ana")])
        #expect(checks.allSatisfy { $0.ok == true } == isMember)
    }
}
