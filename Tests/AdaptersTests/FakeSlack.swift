import FoundationEssentials
import KeyPolicy
import Logging
import Slack
import Synchronization
import Testing

@testable import Adapters

/// Slack's Web API by method: answers each method as given, and refuses all others.
final class FakeSlack: SlackTransport {
    enum Answer: Sendable {
        case body(String)
        case error(String)
        case status(Int)
        case lost
    }

    private let answers: Mutex<[String: Answer]>
    private let sent = Mutex<[(method: String, body: String)]>([])

    init(_ answers: [String: Answer]) { self.answers = Mutex(answers) }

    func calls(_ method: String) -> [String] { sent.withLock { $0.filter { $0.method == method }.map(\.body) } }

    func send(_ request: SlackRequest) async throws(SlackTransportError) -> SlackResponse {
        let method = String(request.url.split(separator: "/").last ?? "")
        sent.withLock { $0.append((method, String(decoding: request.body, as: UTF8.self))) }
        switch answers.withLock({ $0[method] }) {
        case .body(let body): return SlackResponse(status: 200, body: Data(body.utf8))
        case .error(let code): return SlackResponse(status: 200, body: Data(#"{"ok":false,"error":"\#(code)"}"#.utf8))
        case .status(let status): return SlackResponse(status: status, body: Data())
        case .lost: throw .answerLost("timed out")
        case nil: throw .nothingSent("the fake Slack has no answer to \(method)")
        }
    }
}

extension FakeSlack {
    static let identity = Answer.body(
        #"{"ok":true,"team":"T","team_id":"T1","user_id":"U0BOT","bot_id":"B1","url":"https://x.slack.com/","user":"relevo"}"#
    )
    /// The instant of every delivery.
    static let now = Date(timeIntervalSince1970: 1_767_268_800)

    /// A messenger that talks to this Slack, without waits and retries.
    func messenger(earlierApps: Set<String> = []) throws -> SlackMessenger {
        let clock = SlackClock(uptime: { .zero }, sleep: { _ in })
        let client = try SlackClient(
            token: SlackToken("xoxb-test"), transport: self,
            rateLimiter: SlackRateLimiter(limits: .init(perChannel: .zero, perWorkspace: .zero), clock: clock),
            retry: SlackRetry(attempts: 1), clock: clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        return SlackMessenger(
            client: client, securityChannel: try #require(SlackChannelID(rawValue: "C0SECURITY")),
            earlierApps: earlierApps, now: { Self.now })
    }
}
