import FoundationEssentials
import Slack
import Synchronization

/// Slack's Web API by method: answers each as it was told to and refuses what nobody told it of.
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
        case nil: throw .nothingSent("nobody told the fake Slack of \(method)")
        }
    }
}
