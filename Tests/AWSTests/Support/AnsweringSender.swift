import NIOHTTP1

@testable import AWS

/// Answers each request by what stands in it, and keeps it; for tests whose requests come in no fixed order.
final class AnsweringSender: HTTPSender {
    private let answer: @Sendable (WireRequest) throws -> ScriptedSender.Step
    private let received = Recorder<WireRequest>()

    init(_ answer: @escaping @Sendable (WireRequest) throws -> ScriptedSender.Step) { self.answer = answer }

    var requests: [WireRequest] { received.values }

    /// The bodies of the calls of one operation.
    func bodies(_ operation: String) -> [String] {
        requests.map(\.text).filter { $0.hasPrefix("Action=\(operation)&") }
    }

    func send(_ request: WireRequest) async throws -> WireAnswer {
        received.record(request)
        switch try answer(request) {
        case .answer(let answer): return answer
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
