import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Why no complete response came.
package enum WireFailure: Error, Sendable, Equatable {
    /// No response, or only a part of it, arrived in time. `sent`: the service may have received the request.
    case timedOut(sent: Bool)
    /// The connection failed or was interrupted; `reason` is a fixed phrase, never text from outside.
    case connection(reason: String, sent: Bool)
    /// The response is larger than that many bytes.
    case tooLarge(limit: Int)
}

extension WireFailure {
    /// Classifies an error of the HTTP client.
    ///
    /// The client's own messages are dropped: some repeat header values.
    init(_ error: any Error, limit: Int) {
        switch error {
        case let failure as WireFailure: self = failure
        case is NIOTooManyBytesError: self = .tooLarge(limit: limit)
        case let error as HTTPClientError: self = Self.of(error)
        case let error as IOError where Self.isUnreachable(error):
            self = .connection(reason: "the connection could not be established", sent: false)
        case is NIOConnectionError: self = .connection(reason: "the connection could not be established", sent: false)
        case is HTTPParserError: self = .connection(reason: "the response is not HTTP, or was truncated", sent: true)
        case let error as ChannelError where Self.isConnectTimeout(error): self = .timedOut(sent: false)
        // By name, because the type's package is not a dependency of this target.
        case _ where String(describing: type(of: error)).contains("SSL"):
            self = .connection(reason: "TLS failed; check the certificates and this machine's clock", sent: true)
        default: self = .connection(reason: "the connection was interrupted", sent: true)
        }
    }

    private static func isUnreachable(_ error: IOError) -> Bool {
        [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL].contains(error.errnoCode)
    }

    private static func of(_ error: HTTPClientError) -> WireFailure {
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout, .httpProxyHandshakeTimeout,
            .socksHandshakeTimeout:
            .timedOut(sent: false)
        case .readTimeout, .writeTimeout, .deadlineExceeded: .timedOut(sent: true)
        case .remoteConnectionClosed: .connection(reason: "the server closed the connection", sent: true)
        case .invalidProxyResponse, .proxyAuthenticationRequired:
            .connection(reason: "the proxy refused the connection", sent: false)
        default: .connection(reason: error.shortDescription, sent: true)
        }
    }

    private static func isConnectTimeout(_ error: ChannelError) -> Bool {
        if case .connectTimeout = error { true } else { false }
    }
}

extension AWSError {
    /// - Parameter host: the host that was called, for the message.
    init(_ failure: WireFailure, host: String) {
        switch failure {
        case .timedOut(let sent):
            let what = sent ? "\(host) sent no complete response in time" : "\(host) could not be reached in time"
            self.init(.timeOut, code: "TimeOut", message: what)
        case .connection(let reason, _):
            self.init(.connection, code: "Connection", message: "\(reason) (\(host))")
        case .tooLarge(let limit):
            let what = "the response from \(host) is larger than \(limit / 1_048_576) MB"
            self.init(.tooLarge, code: "TooLarge", message: what)
        }
    }

    /// The failure of a call that AWS may have carried out nevertheless; the caller adds which call.
    var ambiguous: AWSError {
        var error = AWSError(
            .ambiguous, code: "Ambiguous", message: "AWS may have carried it out; the last attempt failed with \(code)",
            status: status, requestID: requestID)
        error.reasons = reasons
        return error
    }
}

extension WireFailure {
    /// Whether the service may have received the request.
    var mayHaveArrived: Bool {
        switch self {
        case .timedOut(let sent), .connection(_, let sent): sent
        case .tooLarge: true
        }
    }
}
