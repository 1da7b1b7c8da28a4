import Crypto
package import FoundationEssentials
package import NIOHTTP1

/// Signs requests with AWS Signature Version 4. Pure: the date is an argument.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>
package struct SigV4Signer: Sendable {
    /// The region in the signature's scope, e.g. `us-east-1`.
    package let region: String
    /// The service in the signature's scope, e.g. `iam`.
    package let service: String

    package init(region: String, service: String) {
        self.region = region
        self.service = service
    }

    /// The signature of `request` at `date`, which must be within five minutes of AWS's clock.
    package func sign(_ request: SignableRequest, with credentials: AWSCredentials, at date: Date) -> SigV4Signature {
        let timestamp = CivilTime(date).basicFormat
        let day = String(timestamp.prefix(8))
        var added: HTTPHeaders = ["X-Amz-Date": timestamp]
        if let token = credentials.sessionToken { added.add(name: "X-Amz-Security-Token", value: token) }

        var headers = request.headers
        for name in ["Authorization", "X-Amz-Date", "X-Amz-Security-Token"] { headers.remove(name: name) }
        headers.add(contentsOf: added)
        if !headers.contains(name: "Host") { headers.add(name: "Host", value: request.host) }
        let canonical = CanonicalRequest(request, headers: headers)

        let scope = "\(day)/\(region)/\(service)/aws4_request"
        let digest = Hex.lowercase(SHA256.hash(data: Array(canonical.text.utf8)))
        let stringToSign = "AWS4-HMAC-SHA256\n\(timestamp)\n\(scope)\n\(digest)"
        let signature = Hex.lowercase(Self.hmac(key: key(of: credentials, day: day), stringToSign))
        let authorization =
            "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope), "
            + "SignedHeaders=\(canonical.signedHeaders), Signature=\(signature)"
        added.add(name: "Authorization", value: authorization)
        return SigV4Signature(
            headers: added, canonicalRequest: canonical.text, stringToSign: stringToSign, authorization: authorization)
    }

    private func key(of credentials: AWSCredentials, day: String) -> SymmetricKey {
        var key = SymmetricKey(data: Array("AWS4\(credentials.secretAccessKey)".utf8))
        for part in [day, region, service, "aws4_request"] {
            key = SymmetricKey(data: Self.hmac(key: key, part))
        }
        return key
    }

    private static func hmac(key: SymmetricKey, _ message: String) -> HMAC<SHA256>.MAC {
        HMAC<SHA256>.authenticationCode(for: Array(message.utf8), using: key)
    }
}

/// A signature with its intermediate steps, so that a refused one can be compared with AWS's.
package struct SigV4Signature: Sendable, CustomStringConvertible, CustomReflectable {
    /// The headers to add to the request: `X-Amz-Date`, `Authorization`, and `X-Amz-Security-Token` for a session.
    package let headers: HTTPHeaders
    /// *Secret.* Contains the session token, if there is one.
    package let canonicalRequest: String
    package let stringToSign: String
    package let authorization: String

    package var description: String { "SigV4Signature(redacted)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// A request as it will be sent, before it is signed.
package struct SignableRequest: Sendable {
    package var method: String
    /// `http` or `https`; decides the default port.
    package var scheme: String
    /// The value of the `Host` header: the host, with its port unless that is the default one.
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
