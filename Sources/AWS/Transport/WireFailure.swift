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

/// Why no whole answer came.
package enum WireFailure: Error, Sendable, Equatable {
    /// Nothing, or not everything, arrived in time. `sent`: the service may have received the request.
    case timedOut(sent: Bool)
    /// The connection could not be made or broke; `reason` is a fixed phrase, never text from outside.
    case connection(reason: String, sent: Bool)
    /// The answer was larger than so many bytes.
    case tooLarge(limit: Int)
}

extension WireFailure {
    /// Files an error of the HTTP client under what it means for the caller.
    ///
    /// The client's own texts are not passed on: some repeat header values.
    init(_ error: any Error, limit: Int) {
        switch error {
        case let failure as WireFailure: self = failure
        case is NIOTooManyBytesError: self = .tooLarge(limit: limit)
        case let error as HTTPClientError: self = Self.of(error)
        case let error as IOError where Self.isUnreachable(error):
            self = .connection(reason: "no connection could be made", sent: false)
        case is NIOConnectionError: self = .connection(reason: "no connection could be made", sent: false)
        case is HTTPParserError: self = .connection(reason: "the answer is not HTTP, or was cut short", sent: true)
        case let error as ChannelError where Self.isConnectTimeout(error): self = .timedOut(sent: false)
        // By name, since the type's own package is no dependency of this one.
        case _ where String(describing: type(of: error)).contains("SSL"):
            self = .connection(reason: "TLS failed; check the certificates and this machine's clock", sent: true)
        default: self = .connection(reason: "the connection broke", sent: true)
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
        case .remoteConnectionClosed: .connection(reason: "the other side closed the connection", sent: true)
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
    /// - Parameter host: the host that was called, for the person who looks at the network.
    init(_ failure: WireFailure, host: String) {
        switch failure {
        case .timedOut(let sent):
            let what = sent ? "no whole answer came from \(host) in time" : "\(host) could not be reached in time"
            self.init(.timeOut, code: "TimeOut", message: what)
        case .connection(let reason, _):
            self.init(.connection, code: "Connection", message: "\(reason) (\(host))")
        case .tooLarge(let limit):
            let what = "the answer from \(host) is larger than \(limit / 1_048_576) MB"
            self.init(.tooLarge, code: "TooLarge", message: what)
        }
    }

    /// The same failure, where the call may have been carried out all the same; it must be told which call.
    var ambiguous: AWSError {
        AWSError(
            .ambiguous, code: "Ambiguous", message: "no answer says whether it was carried out; last came \(code)",
            status: status, requestID: requestID)
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
