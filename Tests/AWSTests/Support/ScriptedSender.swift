import NIOHTTP1
import Synchronization
import Testing

@testable import AWS

/// Answers requests from a script, in order, and keeps them. A request beyond the script fails the test.
final class ScriptedSender: HTTPSender {
    enum Step: Sendable {
        case answer(WireAnswer)
        case failure(WireFailure)
    }

    private let state: Mutex<(steps: [Step], requests: [WireRequest])>

    init(_ steps: [Step]) { state = Mutex((steps, [])) }

    var requests: [WireRequest] { state.withLock { $0.requests } }
    var bodies: [String] { requests.map { String(decoding: $0.body, as: UTF8.self) } }

    func send(_ request: WireRequest) async throws -> WireAnswer {
        let step = state.withLock { state in
            state.requests.append(request)
            return state.steps.isEmpty ? nil : state.steps.removeFirst()
        }
        switch step {
        case .answer(let answer): return answer
        case .failure(let failure): throw failure
        case nil:
            Issue.record("a request the script doesn't know: \(request.method) \(request.url)")
            throw WireFailure.connection(reason: "the script is over", sent: false)
        }
    }
}
