package import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Sends through AsyncHTTPClient, bounded in time and size.
package struct AsyncHTTPSender: HTTPSender {
    private let client: HTTPClient
    private let attemptTimeout: Duration
    private let maximumBodySize: Int

    /// - Parameters:
    ///   - client: made with ``clientConfiguration(connectTimeout:readTimeout:)``, and shut down by its owner.
    ///   - attemptTimeout: the time limit for a whole attempt, with its response.
    ///   - maximumBodySize: in bytes.
    package init(
        client: HTTPClient, attemptTimeout: Duration = .seconds(180), maximumBodySize: Int = 32 * 1_024 * 1_024
    ) {
        self.client = client
        self.attemptTimeout = attemptTimeout
        self.maximumBodySize = maximumBodySize
    }

    /// The configuration of an `HTTPClient` for AWS: no redirects, and no retries of
    /// failed connections, since the transport has its own retries.
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

    package func send(_ request: WireRequest) async throws -> WireResponse {
        try await withThrowingTaskGroup(of: WireResponse.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await exchange(request) }
            group.addTask {
                try await Task.sleep(for: attemptTimeout)
                throw WireFailure.timedOut(sent: true)
            }
            guard let response = try await group.next() else { throw CancellationError() }
            return response
        }
    }

    private func exchange(_ request: WireRequest) async throws -> WireResponse {
        var outgoing = HTTPClientRequest(url: request.url)
        outgoing.method = HTTPMethod(rawValue: request.method)
        outgoing.headers = request.headers
        if !request.body.isEmpty { outgoing.body = .bytes(request.body) }
        do {
            let response = try await client.execute(outgoing, timeout: TimeAmount(attemptTimeout))
            let body = try await response.body.collect(upTo: maximumBodySize)
            // A cancelled body ends early without an error: it must not count as a complete one.
            try Task.checkCancellation()
            if let length = response.headers.first(name: "Content-Length"), Int(length) != body.readableBytes,
                request.method != "HEAD"
            {
                throw WireFailure.connection(reason: "the response was truncated", sent: true)
            }
            return WireResponse(
                status: Int(response.status.code), headers: response.headers, body: Array(body.readableBytesView))
        } catch {
            if Task.isCancelled { throw CancellationError() }
            throw WireFailure(error, limit: maximumBodySize)
        }
    }
}
