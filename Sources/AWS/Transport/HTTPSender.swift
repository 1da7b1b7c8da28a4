package import NIOHTTP1
import Redaction

/// Sends one request once and returns the complete response.
///
/// It returns redirects and doesn't follow them: a signature is valid for one host.
package protocol HTTPSender: Sendable {
    /// - Throws: ``WireFailure``, or `CancellationError`.
    func send(_ request: WireRequest) async throws -> WireResponse
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

/// A complete response.
package struct WireResponse: Sendable {
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

    /// Redacts secrets in the headers that are reported for successful calls too.
    mutating func clean(_ secrets: SecretsInUse) {
        for name in Self.requestIDNames {
            guard let value = headers.first(name: name) else { continue }
            headers.replaceOrAdd(name: name, value: ForeignText.cleaned(value, secrets: secrets))
        }
    }
}

/// Sends through another sender, with a shorter time limit.
struct TimeLimitedSender: HTTPSender {
    let sender: any HTTPSender
    let limit: Duration

    func send(_ request: WireRequest) async throws -> WireResponse {
        try await withThrowingTaskGroup(of: WireResponse.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await sender.send(request) }
            group.addTask {
                try await Task.sleep(for: limit)
                throw WireFailure.timedOut(sent: true)
            }
            guard let response = try await group.next() else { throw CancellationError() }
            return response
        }
    }
}
