import FoundationEssentials
import NIOHTTP1
import Redaction

@testable import AWS

extension FuzzedParser {
    /// Errors of AWS's services in both protocols, and what proxies put in their place.
    ///
    /// The first byte picks protocol, status and whether the second line is a `Retry-After`.
    static let errorAnswer = FuzzedParser(
        name: "error-answer",
        words: [
            "<ErrorResponse>", "<Error>", "</Error>", "<Code>", "</Code>", "<Message>", "</Message>", "<RequestId>",
            "</RequestId>", "<Response>", "<Errors>", "{\"__type\":\"", "\"message\":\"", "\"Message\":\"",
            "\"code\":\"", "\\u000a",
            "\\u202e", "#", ":", "The Canonical String", "Retry-After", "9223372036854775807",
            "Tue, 24 Nov 2026 06:39:00 GMT",
            "-1", "secret", "<html>",
        ]
    ) { bytes in
        let choice = bytes.first ?? 0
        let rest = bytes.dropFirst()
        let line = rest.prefix { $0 != 0x0A }
        let hasHeaders = choice & 2 == 2
        let body = Array(hasHeaders ? rest.dropFirst(line.count + 1) : rest)
        var headers = HTTPHeaders()
        if hasHeaders {
            let value = String(decoding: line, as: UTF8.self)
            headers.add(name: choice & 4 == 4 ? "Retry-After" : "x-amz-retry-after", value: value)
            headers.add(name: "x-amzn-errortype", value: value)
            headers.add(name: "x-amzn-requestid", value: value)
        }
        let statuses = [400, 403, 404, 429, 500, 503, 302, 200]
        let answer = WireResponse(status: statuses[Int(choice >> 3) % statuses.count], headers: headers, body: body)
        let error = ErrorResponse(answer, wire: choice & 1 == 0 ? .query : .json)
            .error(now: Date(timeIntervalSince1970: 1_800_000_000), secrets: SecretsInUse(["secret"]))
            .during(.iam, "ListUsers", scope: "111111111111")
        try FuzzFinding.unlessPrintable(error.description)
        try FuzzFinding.unless(!error.description.contains("secret"), "a secret in \(error)")
        try FuzzFinding.unless(!error.code.isEmpty && error.code.count <= 128, "the code \(error.code)")
        try FuzzFinding.unless(error.message.count <= 512, "a message of \(error.message.count) characters")
        if let wait = error.retryAfter { try FuzzFinding.unless(wait >= 0 && wait.isFinite, "a wait of \(wait) s") }
        if case .retry(let delay) = RetryPolicy().step(after: error, attempt: 1, random: 0.5) {
            try FuzzFinding.unless(delay >= 0 && delay <= 60, "a delay of \(delay) s")
        }
    }
}
