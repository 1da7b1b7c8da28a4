import AWS
import Adapters
import FoundationEssentials
import KeyPolicy
import KeyWatch
import Logging
import Slack
import Testing
@testable import Doctor
@testable import relevo

struct SlackPeopleExaminationTests {
    private struct OneAnswer: SlackTransport {
        let body: String

        func send(_ request: SlackRequest) async throws(SlackTransportError) -> SlackResponse {
            SlackResponse(status: 200, headers: [:], body: Data(body.utf8))
        }
    }

    private static func people(_ count: Int) throws -> [SlackUserID] {
        try (0..<count).map { try Sample.id("U\(10_000 + $0)") }
    }

    @Test func `all are asked about up to a hundred, and others on another day beyond`() throws {
        #expect(SlackPeopleExamination.sample(of: try Self.people(100), at: Sample.now) == (try Self.people(100)))
        let all = try Self.people(240)
        let days = (0..<3).map { SlackPeopleExamination.sample(of: all, at: Sample.days(Double($0))) }
        #expect(days.allSatisfy { Set($0).count == 100 })
        #expect(Set(days.joined()).count == 240)
    }

    @Test func `the check says how many of how many were asked about`() async throws {
        let client = try Self.client(#"{"id":"U0ANA","team_id":"T1"}"#)
        let user = try Sample.user("ana")
        let people = Dictionary(uniqueKeysWithValues: try Self.people(240).map { ($0, user) })
        let checks = await SlackPeopleExamination(client: client, team: "T1", now: Sample.now).checks(people)
        #expect(
            checks.map(\.meaning) == [
                "100 of 240 were checked, and 100 of them can be reached; others are checked on another day."
            ]
        )
    }

    private static func client(_ user: String) throws -> SlackClient {
        try SlackClient(
            token: SlackToken("xoxb-1"), transport: OneAnswer(body: #"{"ok":true,"user":\#(user)}"#),
            rateLimiter: SlackRateLimiter(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test func `each owner who can't be notified has its own correction, and the outcome that follows`() async throws {
        let person: SlackUserID = try Sample.id("U0ANA")
        let user = try Sample.user("ana")
        func check(_ body: String, shared: Set<SlackUserID> = []) async throws -> Check? {
            await SlackPeopleExamination(client: try Self.client(body), team: "T1", now: Sample.now)
                .checks([person: user], shared: shared).last
        }
        let left = try await check(#"{"id":"U0ANA","team_id":"T1","deleted":true}"#)
        #expect(
            left?.meaning
                == "is deactivated in Slack: the channel gets this user's notices, and the keys are deactivated.")
        let bot = try await check(#"{"id":"U0ANA","team_id":"T1","is_bot":true}"#)
        #expect(bot?.meaning == "is a bot: nobody can be notified of this user's keys, so they stay active.")
        let shared = try await check(#"{"id":"U0ANA","team_id":"T1"}"#, shared: [person])
        #expect(shared?.meaning.hasPrefix("is the slack-id of users with different full-name tags: nobody") == true)
        let fixes = [left, bot, shared].compactMap { $0?.verdict.fix }
        #expect(Set(fixes).count == 3)
        #expect([left, bot, shared].allSatisfy { $0?.subject == "U0ANA of ana in \(user.account)" })
    }

    @Test(arguments: [(#"["T2","T1"]"#, true), (#"["T2","T3"]"#, false)])
    func `an owner of another workspace of the organization is reachable`(teams: String, isMember: Bool) async throws {
        let user = #"{"id":"U0ANA","team_id":"T2","enterprise_user":{"teams":\#(teams)}}"#
        let client = try Self.client(user)
        let checks = await SlackPeopleExamination(client: client, team: "T1", now: Sample.now)
            .checks([try Sample.id("U0ANA"): try Sample.user("ana")])
        #expect(checks.allSatisfy { $0.ok == true } == isMember)
    }
}
