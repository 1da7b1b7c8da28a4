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
