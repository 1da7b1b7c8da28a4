import Composition
import FoundationEssentials
import KeyPolicy
import KeyWatch
import Logging
import Testing

@testable import LambdaFunction

/// What an event is served with: nothing may move the clock that decides, except in a rehearsal on one machine.
struct FunctionSessionTests {
    private static let json = #"""
        {"accounts": {"own": "direct"}, "slack": {"token": "env:SLACK_BOT_TOKEN", "channel": "C0123456789",
           "api-url": "http://127.0.0.1:9/api/"}, "ledger": "dynamodb:relevo"}
        """#

    /// Sessions with the configuration in a folder, as in the function's zip.
    private func session(_ environment: [String: String], json: String = json) async throws -> FunctionSession {
        let folder = FileManager.default.temporaryDirectory.appending(component: "relevo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(json.utf8).write(to: folder.appending(component: FunctionConfiguration.file))
        let own = ["LAMBDA_TASK_ROOT": folder.path, "AWS_REGION": "us-east-1", "HOME": folder.path]
        let sessions = FunctionSessions(
            FunctionPlaces(environment: own.merging(environment) { $1 }),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        return try await sessions.fresh(
            Invocation(id: "e-1", deadline: Date(timeIntervalSinceNow: 900), traceID: nil, body: []))
    }

    private static let local = ["AWS_ENDPOINT_URL": "http://127.0.0.1:9"]
    private static let moved = ["RELEVO_ON": "2027-03-12T12:00:00Z"]

    @Test func `the clock is not moved where AWS or Slack is not on this machine`() async throws {
        let elsewhere = Self.json.replacing("http://127.0.0.1:9/api/", with: "https://slack.com/api/")
        let oneElsewhere = Self.local.merging(["AWS_ENDPOINT_URL_IAM": "https://iam.amazonaws.com"]) { $1 }
        for (environment, json) in [([:], Self.json), (oneElsewhere, Self.json), (Self.local, elsewhere)] {
            let error = await #expect(throws: FunctionError.self) {
                try await session(environment.merging(Self.moved) { $1 }, json: json)
            }
            #expect(error?.kind == .refused)
            #expect(error?.message.hasPrefix("RELEVO_ON moves the clock that decides") == true)
            // Without it, the same is served on real time.
            #expect(try await session(environment, json: json).factory.clock.isMoved == false)
        }
    }

    @Test func `in a rehearsal on one machine the clock is moved, and goes on from there`() async throws {
        let session = try await session(Self.local.merging(Self.moved) { $1 })
        #expect(session.factory.clock.isMoved)
        let later = try await self.session(
            Self.local.merging(Self.moved) { $1 }.merging([
                "RELEVO_ON_SINCE": Date(timeIntervalSinceNow: -3_600).formatted(.iso8601)
            ]) { $1 })
        let gained = later.factory.clock.policy().timeIntervalSince(session.factory.clock.policy())
        #expect((3_590...3_700).contains(gained))
    }

    @Test func `what is no instant is refused`() async {
        let error = await #expect(throws: FunctionError.self) {
            try await session(Self.local.merging(["RELEVO_ON": "tomorrow"]) { $1 })
        }
        #expect(
            error
                == FunctionError(.refused, "RELEVO_ON is “tomorrow”, which is no instant such as 2026-03-12T12:00:00Z.")
        )
    }
}

/// What the state machine and people read.
struct StageAnswerTests {
    private static let run: RunID = Made.id("20260312t093000z-4f3a9c1b")
    private static let account: AccountID = Made.id("111111111111")

    @Test func `every answer has all its fields`() throws {
        let started = try StageAnswer.Started(run: Self.run, accounts: [Self.account])
        let rows: [(any Encodable, String)] = [
            (started, #"{"accounts":["111111111111"],"overtaken":false,"run":"20260312t093000z-4f3a9c1b"}"#),
            (
                StageAnswer.Scanned(account: Self.account, complete: true, why: .init(nil)),
                #"{"account":"111111111111","complete":true,"overtaken":false,"why":null}"#
            ),
            (
                StageAnswer.Scanned(account: Self.account, complete: false, why: .init("access denied")),
                #"{"account":"111111111111","complete":false,"overtaken":false,"why":"access denied"}"#
            ),
            (
                StageAnswer.Decided(more: true, actions: .init(nil), held: .init(nil)),
                #"{"actions":null,"held":null,"more":true,"overtaken":false}"#
            ),
            (
                StageAnswer.Decided(more: false, actions: .init(3), held: .init(0)),
                #"{"actions":3,"held":0,"more":false,"overtaken":false}"#
            ),
            (StageAnswer.Acted(more: true), #"{"more":true,"overtaken":false}"#),
            (
                StageAnswer.Finished(exitStatus: 3, exitReasons: [.problem]),
                #"{"exitReasons":["problem"],"exitStatus":3,"overtaken":false}"#
            ),
            (StageAnswer.Overtaken(by: Self.run), #"{"by":"20260312t093000z-4f3a9c1b","overtaken":true}"#),
            (StageAnswer.Told(told: true, why: .init(nil)), #"{"told":true,"why":null}"#),
        ]
        for (answer, text) in rows { #expect(try AnswerJSON.text(answer) == text) }
    }

    @Test func `an execution scans 3,000 accounts, and not one more`() throws {
        let accounts = (1...3_001).map { Made.id(String($0 + 100_000_000_000)) as AccountID }
        #expect(try StageAnswer.Started(run: Self.run, accounts: Array(accounts.dropLast())).accounts.count == 3_000)
        let error = #expect(throws: FunctionError.self) { try StageAnswer.Started(run: Self.run, accounts: accounts) }
        #expect(error?.kind == .refused)
        #expect(error?.message.contains("3001 accounts are too many") == true)
    }
}
