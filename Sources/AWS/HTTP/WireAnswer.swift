package import NIOHTTP1

/// An answer, whole.
package struct WireAnswer: Sendable {
    package var status: Int
    package var headers: HTTPHeaders
    package var body: [UInt8]

    package init(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// AWS's id of the request, cleaned, from the header the service uses.
    var requestID: String? {
        let names = ["x-amzn-requestid", "x-amzn-request-id", "x-amz-request-id"]
        let value = names.lazy.compactMap { headers.first(name: $0) }.first
        return value.map { String(ForeignText.cleaned($0).prefix(64)) }
    }
}
