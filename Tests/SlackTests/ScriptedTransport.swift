import FoundationEssentials
import Slack
import Synchronization

/// Answers with what it was given, in order, and keeps what it was sent; fails when it has nothing left to say.
final class ScriptedTransport: SlackTransport {
    enum Step: Sendable {
        case answer(status: Int = 200, headers: [String: String] = [:], _ body: String)
        case fail(SlackTransportError)
    }

    private let state: Mutex<(steps: [Step], requests: [SlackRequest])>

    init(_ steps: [Step]) {
        state = Mutex((steps, []))
    }

    var requests: [SlackRequest] { state.withLock { $0.requests } }

    var bodies: [String] { requests.map { String(decoding: $0.body, as: UTF8.self) } }

    func send(_ request: SlackRequest) async throws(SlackTransportError) -> SlackResponse {
        let step = state.withLock { state -> Step? in
            state.requests.append(request)
            return state.steps.isEmpty ? nil : state.steps.removeFirst()
        }
        switch step {
        case .answer(let status, let headers, let body):
            return SlackResponse(status: status, headers: headers, body: Data(body.utf8))
        case .fail(let error): throw error
        case nil: throw .nothingSent("the script has ended")
        }
    }
}
