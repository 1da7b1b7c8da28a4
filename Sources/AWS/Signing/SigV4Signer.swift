import Crypto
package import FoundationEssentials
import NIOHTTP1

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

    /// The signature of `request` at `date`, which must be close to AWS's clock (five minutes).
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
