import FoundationEssentials
import Redaction

@testable import AWS

extension FuzzedParser {
    /// Credentials as programs, containers and instances hand them out, and the sign-in that `aws sso login` keeps.
    static let credentialsDocument = FuzzedParser(
        name: "credentials-document",
        words: [
            "{", "}", "\"Version\":1", "\"Version\":2", "\"AccessKeyId\":\"AKIAEXAMPLE00000001\"",
            "\"SecretAccessKey\":\"s\"",
            "\"SessionToken\":\"t\"", "\"Token\":\"t\"", "\"Expiration\":\"2026-11-24T06:39:00Z\"",
            "\"Code\":\"Success\"",
            "\"accessToken\":\"t\"", "\"expiresAt\":\"2026-11-24T06:39:00UTC\"", ",", "null", "1e400", "\\n", "\\ud800",
        ]
    ) { bytes in
        let program = ProcessResult(status: 0, output: bytes, firstErrorLine: "")
        let firstErrorLine = ProcessResult(
            status: 1, output: [], firstErrorLine: String(decoding: bytes, as: UTF8.self))
        try checkCredentials { () throws(AWSError) in
            try ProgramCredentials.read(program, "the program", SecretsInUse())
        }
        try checkCredentials { () throws(AWSError) in
            try ProgramCredentials.read(firstErrorLine, "the program", SecretsInUse())
        }
        try checkCredentials { () throws(AWSError) in
            try CredentialsDocument.credentials(in: bytes, from: "the endpoint", secrets: SecretsInUse())
        }
        do throws(AWSError) {
            let now = Date(timeIntervalSince1970: 1_700_000_000)
            let token = try SSOToken.read("the file", now: now, fix: "sign in") { _ in bytes }
            try? FuzzFinding.unlessPrintable(token.accessToken)
        } catch { try FuzzFinding.unlessPrintable(error.description) }
        let file = TokenFile(path: "token", what: "web identity token")
        do throws(AWSError) { _ = try file.read { _ in bytes } } catch {
            try FuzzFinding.unlessPrintable(error.description)
        }
    }

    private static func checkCredentials(_ read: () throws(AWSError) -> AWSCredentials) throws {
        let credentials: AWSCredentials
        do throws(AWSError) { credentials = try read() } catch {
            return try FuzzFinding.unlessPrintable(error.description)
        }
        var shown = ""
        dump(credentials, to: &shown)
        for secret in credentials.secrets where secret.utf8.count > 12 && !credentials.accessKeyID.contains(secret) {
            try FuzzFinding.unless(!shown.contains(secret), "a secret is shown")
        }
        for value in credentials.secrets + [credentials.accessKeyID] {
            try FuzzFinding.unless(value.utf8.allSatisfy { (0x21...0x7E).contains($0) }, "a header can't hold a value")
        }
    }
}
