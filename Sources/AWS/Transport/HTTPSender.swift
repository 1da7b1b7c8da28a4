package import NIOHTTP1
import Redaction

/// Sends one request once and brings back the whole answer.
///
/// Redirects are answers like any other: a signature is made for one host.
package protocol HTTPSender: Sendable {
    /// - Throws: ``WireFailure``, or `CancellationError`.
    func send(_ request: WireRequest) async throws -> WireAnswer
}

/// A signed request, ready to be sent.
package struct WireRequest: Sendable {
    package var method: String
    package var url: String
    package var headers: HTTPHeaders
    package var body: [UInt8]

    package init(method: String, url: String, headers: HTTPHeaders, body: [UInt8]) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// An answer, whole.
package struct WireAnswer: Sendable {
    package var status: Int
    package var headers: HTTPHeaders
    package var body: [UInt8]

    package init(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    private static let requestIDNames = ["x-amzn-requestid", "x-amzn-request-id", "x-amz-request-id"]

    /// AWS's id of the request, from the header the service uses.
    var requestID: String? {
        let value = Self.requestIDNames.lazy.compactMap { headers.first(name: $0) }.first
        return value.map { String(ForeignText.cleaned($0).prefix(64)) }
    }

    /// Takes secrets out of what is reported also of a call that went well.
    mutating func clean(_ secrets: SecretsInUse) {
        for name in Self.requestIDNames {
            guard let value = headers.first(name: name) else { continue }
            headers.replaceOrAdd(name: name, value: ForeignText.cleaned(value, secrets: secrets))
        }
    }
}

/// Gives each attempt of another sender less time than that one would.
struct LimitedSender: HTTPSender {
    let sender: any HTTPSender
    let limit: Duration

    func send(_ request: WireRequest) async throws -> WireAnswer {
        try await withThrowingTaskGroup(of: WireAnswer.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await sender.send(request) }
            group.addTask {
                try await Task.sleep(for: limit)
                throw WireFailure.timedOut(sent: true)
            }
            guard let answer = try await group.next() else { throw CancellationError() }
            return answer
        }
    }
}
