import AWS
import Foundation
import NIOHTTP1
import Synchronization

/// Stands for STS, IAM Identity Center, programs and the sign-in's cache, and keeps what they are asked for.
final class AWSFilesOutside: HTTPSender, ProcessRunner {
    static let session = "relevo-1"

    private let kept = Mutex<[[String]]>([])

    var steps: [[String]] { kept.withLock { $0 } }

    func run(_ command: [String]) async throws -> ProcessResult {
        kept.withLock { $0.append(["program"] + command) }
        let text = "{\"Version\": 1, \"AccessKeyId\": \"AKIAPROCESS\", \"SecretAccessKey\": \"s\"}"
        return ProcessResult(status: 0, output: Array(text.utf8), firstErrorLine: "")
    }

    /// A sign-in for every name; the file says which.
    @Sendable func read(_ path: String) throws -> [UInt8]? {
        guard path.contains("/sso/cache/") else { return try LocalFile.any(path) }
        kept.withLock { $0.append(["sso", String(path.split(separator: "/").last?.dropLast(5) ?? "")]) }
        return Array("{\"accessToken\": \"t\", \"expiresAt\": \"2099-01-01T00:00:00Z\"}".utf8)
    }

    func send(_ request: WireRequest) async throws -> WireResponse {
        let url = URLComponents(string: request.url)
        if url?.path.hasSuffix("/federation/credentials") == true {
            signIn(url?.host ?? "", Self.values(url?.percentEncodedQuery ?? ""))
            return WireResponse(
                status: 200,
                body: Array(
                    """
                    {"roleCredentials": {"accessKeyId": "ASIASSO", "secretAccessKey": "s", "sessionToken": "t",
                     "expiration": 4070908800000}}
                    """.utf8))
        }
        assume(Self.values(String(decoding: request.body, as: UTF8.self)), request.headers)
        return WireResponse(
            status: 200,
            body: Array(
                """
                <AssumeRoleResponse><AssumeRoleResult><AssumedRoleUser><AssumedRoleId>A:r</AssumedRoleId><Arn>arn:aws:x</Arn>\
                </AssumedRoleUser><Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey>\
                <SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>\
                </AssumeRoleResult></AssumeRoleResponse>
                """.utf8))
    }

    private func signIn(_ host: String, _ values: [String: String]) {
        let parts = host.split(separator: ".").map(String.init)
        let region = host.hasSuffix("127.0.0.1") || parts.count < 3 ? "" : parts[2]
        kept.withLock { steps in
            steps[steps.count - 1] += [region, values["account_id"] ?? "", values["role_name"] ?? ""]
        }
    }

    private func assume(_ values: [String: String], _ headers: HTTPHeaders) {
        let signer = headers.first(name: "Authorization")?.split(separator: "Credential=").last?.prefix { $0 != "/" }
        let name = values["RoleSessionName"] ?? ""
        kept.withLock { steps in
            if steps.isEmpty {
                steps.append(["keys", String(signer ?? ""), headers.first(name: "X-Amz-Security-Token") ?? ""])
            }
            steps.append([
                "role", values["RoleArn"] ?? "", values["ExternalId"] ?? "", name == Self.session ? "" : name,
                values["DurationSeconds"] ?? "",
            ])
        }
    }

    private static func values(_ text: String) -> [String: String] {
        var values: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            values[String(parts[0])] = parts.last.flatMap { $0.replacing("+", with: " ").removingPercentEncoding }
        }
        return values
    }
}
