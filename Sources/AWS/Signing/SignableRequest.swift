package import NIOHTTP1

/// A request as it goes on the wire, before it is signed.
package struct SignableRequest: Sendable {
    package var method: String
    /// `http` or `https`; decides which port is the default one.
    package var scheme: String
    /// The host with its port when that isn't the default one, as the `Host` header has it.
    package var host: String
    /// The path as sent, already encoded once.
    package var path: String
    /// The query string as sent, already encoded, without its question mark.
    package var query: String
    package var headers: HTTPHeaders
    package var body: [UInt8]

    package init(
        method: String, scheme: String, host: String, path: String, query: String = "", headers: HTTPHeaders = [:],
        body: [UInt8] = []
    ) {
        self.method = method
        self.scheme = scheme
        self.host = host
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }
}
