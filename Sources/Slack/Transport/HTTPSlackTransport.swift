package import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import Synchronization

/// Sends requests over HTTP.
package struct HTTPSlackTransport: SlackTransport {
    private let client: HTTPClient
    private let timeout: Duration

    /// Slack's longest answers, a page of history with blocks, are well below this.
    private static let largestAnswer = 16 << 20

    /// - Parameter timeout: for the whole exchange, including the wait for a connection.
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
                // The client's own deadline covers only the answer's head; a slow body could take forever.
                group.addTask {
                    try await Task.sleep(for: timeout)
                    throw HTTPClientError.deadlineExceeded
                }
                guard let answer = try await group.next() else { throw CancellationError() }
                return answer
            }
        } catch {
            let reason = Self.reason(error)
            throw body.wasRequested ? .answerLost(reason) : .nothingSent(reason)
        }
    }

    private func exchange(_ request: SlackRequest, _ body: WatchedBody) async throws -> SlackResponse {
        var outgoing = HTTPClientRequest(url: request.url)
        outgoing.method = .POST
        for (name, value) in request.headers { outgoing.headers.add(name: name, value: value) }
        outgoing.body = .stream(body, length: .known(Int64(request.body.count)))
        let answer = try await client.execute(outgoing, timeout: .nanoseconds(Int64(timeout / .nanoseconds(1))))
        let bytes = try await answer.body.collect(upTo: Self.largestAnswer)
        // A cancelled body ends early without an error; it must not be taken for a complete one.
        try Task.checkCancellation()
        var headers: [String: String] = [:]
        for (name, value) in answer.headers { headers[name.lowercased()] = value }
        return SlackResponse(status: Int(answer.status.code), headers: headers, body: Data(bytes.readableBytesView))
    }

    /// A short text for people that contains no addresses or headers.
    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as HTTPClientError where [.deadlineExceeded, .readTimeout, .connectTimeout].contains(error):
            "no answer came in time"
        case let error as HTTPClientError where error == .remoteConnectionClosed: "the other side closed the connection"
        case let error as HTTPClientError: error.shortDescription
        case is HTTPParserError: "the answer is not HTTP, or was cut short"
        case is CancellationError: "the call was cancelled"
        case is NIOTooManyBytesError: "the answer is larger than \(largestAnswer >> 20) MB"
        case is IOError, is ChannelError: "the connection failed"
        // Types of packages that this one doesn't know; their texts may contain addresses.
        default: String(describing: type(of: error)).contains("SSL") ? "TLS failed" : "there was no connection"
        }
    }
}

/// A body of one chunk that records whether the client requested it.
///
/// The client requests it only when it has a connection and writes the head. If it never did, nothing can have arrived:
/// the only case in which a message may be sent again without a lookup.
struct WatchedBody: AsyncSequence, Sendable {
    private let chunk: ByteBuffer
    private let request = Request()

    init(_ data: Data) {
        chunk = ByteBuffer(bytes: data)
    }

    var wasRequested: Bool { request.flag.withLock { $0 } }

    func makeAsyncIterator() -> Iterator {
        Iterator(chunk: chunk, request: request)
    }

    final class Request: Sendable {
        let flag = Mutex(false)
    }

    struct Iterator: AsyncIteratorProtocol {
        var chunk: ByteBuffer?
        let request: Request

        mutating func next() async -> ByteBuffer? {
            request.flag.withLock { $0 = true }
            defer { chunk = nil }
            return chunk
        }
    }
}
