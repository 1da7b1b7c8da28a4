package import NIOHTTP1

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
