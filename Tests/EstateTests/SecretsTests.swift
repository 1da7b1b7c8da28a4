import AWS
import AsyncHTTPClient
import Foundation
import LocalSlack
import Logging
import Slack
import Synchronization
import Testing

/// No AWS secret, session token or Slack token is in anything that Relevo writes.
struct SecretsTests {
    private static let people = [Person.engineer("ana", "U0ANA", age: 85)]

    @Test(.timeLimit(.minutes(20)))
    func `no secret is in the programs' output or in the ledger's files`() async throws {
        try await Estate.with(checksPermissions: true, people: Self.people) { estate in
            var said: [String] = []
            func run(_ day: Day, _ environment: [String: String] = [:]) async throws {
                try await estate.turn(to: day)
                let ended = try await estate.relevo(
                    "run", "--on", day.text, "--verbose", environment: environment)
                said += [ended.output, ended.complaints]
            }
            try await run(Day(0))
            let wrongToken = "xoxb-31415926535-another-SECRET"
            let wrongSecret = "another-secret-of-forty-characters-00001"
            try await run(Day(1), ["SLACK_BOT_TOKEN": wrongToken])
            try await run(Day(1), ["AWS_SECRET_ACCESS_KEY": wrongSecret])
            for kind in ["denied", "garbage", "500"] {
                try await estate.proxy.post("/proxy/rules", ["kind": .string(kind), "account": "222222222222"])
                try await run(Day(1))
                try await estate.proxy.delete("/proxy/rules")
                try await estate.outwaitLease()
            }
            for method in ["users.info", "chat.postMessage", "conversations.history"] {
                for error in ["is_archived", ""] {
                    var fault: [String: JSONValue] = ["method": .string(method), "echo": true, "times": 99]
                    if !error.isEmpty { fault["error"] = .string(error) }
                    try await estate.slack.post("/control/fault", .object(fault))
                    try await run(Day(1))
                    try await estate.slack.delete("/control/faults")
                }
            }
            try await run(Day(6))
            #expect(try await estate.deactivations().count == 1)
            said.append(try await estate.relevo("history", "--format", "json", "--verbose").output)
            said.append(try await estate.relevo("plan", "--format", "json", "--verbose").complaints)

            let secrets = try await estate.secrets() + [wrongToken, wrongSecret]
            #expect(secrets.count >= 16, "AWS handed out sessions whose secrets are looked for")
            #expect(said.joined().count > 5_000)
            for text in said { #expect(leaked(secrets, in: text).isEmpty) }
            for file in ["relevo.db", "relevo.db-wal", "relevo.db-shm"] where estate.folder.exists(file) {
                let text = String(decoding: try estate.folder.bytes(file), as: UTF8.self)
                #expect(leaked(secrets, in: text).isEmpty, "in \(file)")
            }
            for message in try await estate.messages() { #expect(leaked(secrets, in: message.words).isEmpty) }
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `no secret is in the clients' logs at trace level, or in their errors and descriptions`() async throws {
        try await Estate.with(checksPermissions: true, people: Self.people) { estate in
            let lines = LogLines()
            let logger = Logger(label: "trace") { _ in CollectingLogHandler(lines: lines) }
            try await Self.callAWS(estate, logger, lines)
            try await Self.callSlack(estate, logger, lines)
            let secrets = try await estate.secrets()
            #expect(secrets.count >= 4)
            #expect(lines.all.split(separator: "\n").count > 6)
            #expect(leaked(secrets, in: lines.all).isEmpty)
        }
    }

    /// Calls that succeed, are denied, get garbage or nothing.
    private static func callAWS(_ estate: Estate, _ logger: Logger, _ lines: LogLines) async throws {
        var settings = AWSTransport.Settings(endpoints: try AWSEndpoints(environment: estate.environment))
        settings.logger = logger
        settings.onAttempt = { lines.add("\($0)") }
        settings.retries = RetryPolicy(maximumAttempts: 2)
        let own = try AWSCredentials(
            accessKeyID: estate.environment["AWS_ACCESS_KEY_ID"] ?? "", secretAccessKey: estate.hubSecret)
        let sender = AsyncHTTPSender(client: .shared)
        let hub = AWSTransport(sender: sender, settings: settings, credentials: StaticCredentials(own), scope: "hub")
        let request = STSClient.AssumeRoleRequest(
            roleARN: "arn:aws:iam::222222222222:role/RelevoAudit", sessionName: "relevo-trace",
            externalID: "relevo-demo")
        let role = try await STSClient(hub).assumeRole(request)
        let session = AssumeRoleCredentials(sts: STSClient(hub), request: request)
        let iam = IAMClient(hub.scoped("222222222222", credentials: session))
        _ = try await iam.accessKeys(userName: "ana")
        for kind in ["denied", "garbage", "500", "drop", "cut"] {
            try await estate.proxy.post("/proxy/rules", ["kind": .string(kind)])
            await lines.noteError { _ = try await iam.accessKeys(userName: "ana") }
            await lines.noteError { _ = try await STSClient(hub).assumeRole(request) }
            try await estate.proxy.delete("/proxy/rules")
        }
        lines.note(own)
        lines.note(role)
        lines.note(hub)
        lines.note(session)
        lines.note(iam)
    }

    private static func callSlack(_ estate: Estate, _ logger: Logger, _ lines: LogLines) async throws {
        let token = SlackToken(Estate.token)
        let slack = try SlackClient(
            baseURL: estate.slack.url + "/api/", token: token, transport: HTTPSlackTransport(client: .shared),
            rateLimiter: SlackRateLimiter(), retry: SlackRetry(attempts: 2), logger: logger,
            observe: { lines.add("\($0)") })
        _ = try await slack.identity()
        await lines.noteError { _ = try await slack.user("U0NOBODY") }
        for fault: JSONValue in [
            ["method": "auth.test", "error": "invalid_auth"], ["method": "auth.test", "status": 503],
            ["method": "auth.test", "drop": true], ["method": "auth.test", "echo": true],
            ["method": "auth.test", "echo": true, "error": "invalid_auth"],
        ] {
            try await estate.slack.post("/control/fault", fault)
            await lines.noteError { _ = try await slack.identity() }
        }
        lines.note(token)
        lines.note(slack)
    }
}

/// Keeps every line that is logged, and what values look like when they are printed.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: String { lines.withLock { $0.joined(separator: "\n") } }

    func add(_ line: String) { lines.withLock { $0.append(line) } }

    /// All the ways in which a value may get into a text.
    func note(_ value: Any) {
        var text = "\(value) \(String(reflecting: value)) "
        dump(value, to: &text)
        add(text)
    }

    func noteError(_ body: () async throws -> Void) async {
        do { try await body() } catch { note(error) }
    }
}

/// Logs everything, at every level.
struct CollectingLogHandler: LogHandler {
    let lines: LogLines
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        lines.add("\(event.level) \(event.message) \(metadata.merging(event.metadata ?? [:]) { $1 })")
    }
}
