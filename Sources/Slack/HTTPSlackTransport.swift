package import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1

/// Carries requests over HTTP.
package struct HTTPSlackTransport: SlackTransport {
    private let client: HTTPClient
    private let timeout: Duration

    /// Slack's longest answers, a page of history with blocks, are well below this.
    private static let largestAnswer = 16 << 20

    /// - Parameter timeout: for the whole exchange, waiting for a connection included.
    package init(client: HTTPClient, timeout: Duration = .seconds(30)) {
        self.client = client
        self.timeout = timeout
    }

    package func send(_ request: SlackRequest) async throws(SlackTransportError) -> SlackResponse {
        let body = WatchedBody(request.body)
        do {
            return try await withThrowingTaskGroup(of: SlackResponse.self) { group in
                defer { group.cancelAll() }
                group.addTask { try await exchange(request, body) }
                // The client's own deadline ends with the answer's head: a body may drip for ever.
                group.addTask {
                    try await Task.sleep(for: timeout)
                    throw HTTPClientError.deadlineExceeded
                }
                guard let answer = try await group.next() else { throw CancellationError() }
                return answer
            }
        } catch {
            let reason = Self.reason(error)
            throw body.wasAskedFor ? .answerLost(reason) : .nothingSent(reason)
        }
    }

    private func exchange(_ request: SlackRequest, _ body: WatchedBody) async throws -> SlackResponse {
        var outgoing = HTTPClientRequest(url: request.url)
        outgoing.method = .POST
        for (name, value) in request.headers { outgoing.headers.add(name: name, value: value) }
        outgoing.body = .stream(body, length: .known(Int64(request.body.count)))
        let answer = try await client.execute(outgoing, timeout: .nanoseconds(Int64(timeout / .nanoseconds(1))))
        let bytes = try await answer.body.collect(upTo: Self.largestAnswer)
        // A cancelled body ends early without an error: it must not pass for a whole one.
        try Task.checkCancellation()
        var headers: [String: String] = [:]
        for (name, value) in answer.headers { headers[name.lowercased()] = value }
        return SlackResponse(status: Int(answer.status.code), headers: headers, body: Data(bytes.readableBytesView))
    }

    /// A short text for people, without addresses or headers.
    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as HTTPClientError where [.deadlineExceeded, .readTimeout, .connectTimeout].contains(error):
            "no answer came in time"
        case let error as HTTPClientError where error == .remoteConnectionClosed: "the other side closed the connection"
        case let error as HTTPClientError: error.shortDescription
        case is HTTPParserError: "the answer is not HTTP, or was cut short"
        case is CancellationError: "it was given up"
        case is NIOTooManyBytesError: "the answer is larger than \(largestAnswer >> 20) MB"
        case is IOError, is ChannelError: "the connection could not be made, or broke"
        // Types of packages that this one doesn't know; their texts may repeat addresses.
        default: String(describing: type(of: error)).contains("SSL") ? "TLS failed" : "there was no connection"
        }
    }
}
