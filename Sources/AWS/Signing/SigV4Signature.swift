package import NIOHTTP1

/// A signature and the steps it was made in, so that a refused one can be held against AWS's.
package struct SigV4Signature: Sendable, CustomStringConvertible, CustomReflectable {
    /// What to add to the request: `X-Amz-Date`, `Authorization`, and `X-Amz-Security-Token` for a session.
    package let headers: HTTPHeaders
    /// Holds the session token when there is one: never log it.
    package let canonicalRequest: String
    package let stringToSign: String
    package let authorization: String

    package var description: String { "SigV4Signature(redacted)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
