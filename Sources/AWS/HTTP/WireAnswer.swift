package import NIOHTTP1
import Redaction

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

    private static let requestIDNames = ["x-amzn-requestid", "x-amzn-request-id", "x-amz-request-id"]

    /// AWS's id of the request, from the header the service uses.
    var requestID: String? {
        let value = Self.requestIDNames.lazy.compactMap { headers.first(name: $0) }.first
        return value.map { String(ForeignText.cleaned($0).prefix(64)) }
    }

    /// Takes secrets out of what is reported also of a call that went well.
    mutating func clean(_ secrets: SecretsInUse) {
        for name in Self.requestIDNames {
            guard let value = headers.first(name: name) else { continue }
            headers.replaceOrAdd(name: name, value: ForeignText.cleaned(value, secrets: secrets))
        }
    }
}
