import Crypto
import FoundationEssentials

/// What `aws sso login` leaves behind, and where.
struct SSOToken {
    let accessToken: String

    /// `~/.aws/sso/cache/<sha1>.json`: by the name of the session, or by the start URL without one.
    static func path(key: String, home: String) -> String {
        "\(home)/.aws/sso/cache/\(Hex.lowercase(Insecure.SHA1.hash(data: Array(key.utf8)))).json"
    }

    private struct Document: Decodable {
        var accessToken: String?
        var expiresAt: String?
    }

    /// - Parameter mend: what to do when there is none that serves.
    static func read(
        _ path: String, now: Date, mend: String, readFile: FileReader
    ) throws(AWSError) -> SSOToken {
        let bytes: [UInt8]?
        do { bytes = try readFile(path) } catch {
            throw .credentials("\(path) cannot be read; check its owner and mode.")
        }
        guard let bytes else { throw .credentials("Nobody is signed in to AWS IAM Identity Center; \(mend).") }
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(bytes)),
            let token = document.accessToken, !token.isEmpty, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            let end = document.expiresAt.flatMap(instant)
        else { throw .credentials("\(path) is not what `aws sso login` writes; \(mend).") }
        guard end > now else { throw .credentials("The sign-in to AWS IAM Identity Center has ended; \(mend).") }
        return SSOToken(accessToken: token)
    }

    /// Older versions of the AWS command line wrote `UTC` where ISO 8601 has `Z`.
    private static func instant(_ text: String) -> Date? {
        WireDate.iso8601(text.hasSuffix("UTC") ? text.dropLast(3) + "Z" : text)
    }
}
