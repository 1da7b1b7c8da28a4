import NIOHTTP1
import Synchronization
import Testing

@testable import AWS

/// Responds to requests from a script, in order, and records them. A request beyond the script fails the test.
final class ScriptedSender: HTTPSender {
    enum Step: Sendable {
        case response(WireResponse)
        case failure(WireFailure)
    }

    private let state: Mutex<(steps: [Step], requests: [WireRequest])>

    init(_ steps: [Step]) { state = Mutex((steps, [])) }

    var requests: [WireRequest] { state.withLock { $0.requests } }
    var bodies: [String] { requests.map { String(decoding: $0.body, as: UTF8.self) } }

    func send(_ request: WireRequest) async throws -> WireResponse {
        let step = state.withLock { state in
            state.requests.append(request)
            return state.steps.isEmpty ? nil : state.steps.removeFirst()
        }
        switch step {
        case .response(let response): return response
        case .failure(let failure): throw failure
        case nil:
            Issue.record("a request beyond the script: \(request.method) \(request.url)")
            throw WireFailure.connection(reason: "the script is over", sent: false)
        }
    }
}

extension ScriptedSender.Step {
    static func ok(_ fixture: String) throws -> Self {
        .response(WireResponse(status: 200, body: try Fixture.bytes(fixture)))
    }

    static func text(_ status: Int, _ body: String = "", headers: HTTPHeaders = [:]) -> Self {
        .response(WireResponse(status: status, headers: headers, body: Array(body.utf8)))
    }

    /// An error in the Query protocol.
    static func refused(_ status: Int, _ code: String, _ message: String = "", headers: HTTPHeaders = [:]) -> Self {
        text(
            status,
            "<ErrorResponse><Error><Code>\(code)</Code><Message>\(message)</Message></Error>"
                + "<RequestId>r-1</RequestId></ErrorResponse>", headers: headers)
    }
}

/// Responds to each request by its content, and records it; for tests whose requests come in no fixed order.
final class RespondingSender: HTTPSender {
    private let response: @Sendable (WireRequest) throws -> ScriptedSender.Step
    private let received = Recorder<WireRequest>()

    init(_ response: @escaping @Sendable (WireRequest) throws -> ScriptedSender.Step) { self.response = response }

    var requests: [WireRequest] { received.values }

    /// The bodies of the calls of one operation.
    func bodies(_ operation: String) -> [String] {
        requests.map(\.text).filter { $0.hasPrefix("Action=\(operation)&") }
    }

    func send(_ request: WireRequest) async throws -> WireResponse {
        received.record(request)
        switch try response(request) {
        case .response(let response): return response
        case .failure(let failure): throw failure
        }
    }
}

extension WireRequest {
    var text: String { String(decoding: body, as: UTF8.self) }

    /// The key id it is signed with.
    var keyID: String {
        let authorization = headers.first(name: "Authorization") ?? ""
        return authorization.split(separator: "Credential=").last.flatMap { $0.split(separator: "/").first }
            .map(String.init) ?? ""
    }
}
