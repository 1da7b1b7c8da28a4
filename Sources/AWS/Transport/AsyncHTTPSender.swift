package import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Sends through AsyncHTTPClient, bounded in time and size.
package struct AsyncHTTPSender: HTTPSender {
    private let client: HTTPClient
    private let attemptTimeout: Duration
    private let maximumBodySize: Int

    /// - Parameters:
    ///   - client: made with ``clientConfiguration(connectTimeout:readTimeout:)``, and shut down by whoever made it.
    ///   - attemptTimeout: the longest a whole attempt may take, slowly dripping answers included.
    ///   - maximumBodySize: in bytes.
    package init(
        client: HTTPClient, attemptTimeout: Duration = .seconds(180), maximumBodySize: Int = 32 * 1_024 * 1_024
    ) {
        self.client = client
        self.attemptTimeout = attemptTimeout
        self.maximumBodySize = maximumBodySize
    }

    /// How an `HTTPClient` for AWS must be set up: no redirects, and connection
    /// failures reported at once, since the transport has its own retries.
    package static func clientConfiguration(
        connectTimeout: Duration = .seconds(5), readTimeout: Duration = .seconds(60)
    ) -> HTTPClient.Configuration {
        var pool = HTTPClient.Configuration.ConnectionPool(
            idleTimeout: .seconds(30), concurrentHTTP1ConnectionsPerHostSoftLimit: 64)
        pool.retryConnectionEstablishment = false
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(connectTimeout), read: TimeAmount(readTimeout)),
            connectionPool: pool)
        configuration.httpVersion = .http1Only
        return configuration
    }

    package func send(_ request: WireRequest) async throws -> WireAnswer {
        try await withThrowingTaskGroup(of: WireAnswer.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await exchange(request) }
            group.addTask {
                try await Task.sleep(for: attemptTimeout)
                throw WireFailure.timedOut(sent: true)
            }
            guard let answer = try await group.next() else { throw CancellationError() }
            return answer
        }
    }

    private func exchange(_ request: WireRequest) async throws -> WireAnswer {
        var outgoing = HTTPClientRequest(url: request.url)
        outgoing.method = HTTPMethod(rawValue: request.method)
        outgoing.headers = request.headers
        if !request.body.isEmpty { outgoing.body = .bytes(request.body) }
        do {
            let response = try await client.execute(outgoing, timeout: TimeAmount(attemptTimeout))
            let body = try await response.body.collect(upTo: maximumBodySize)
            // A cancelled body ends early without an error: it must not pass for a whole one.
            try Task.checkCancellation()
            if let length = response.headers.first(name: "Content-Length"), Int(length) != body.readableBytes,
                request.method != "HEAD"
            {
                throw WireFailure.connection(reason: "the answer was cut short", sent: true)
            }
            return WireAnswer(
                status: Int(response.status.code), headers: response.headers, body: Array(body.readableBytesView))
        } catch {
            if Task.isCancelled { throw CancellationError() }
            throw WireFailure(error, limit: maximumBodySize)
        }
    }
}
