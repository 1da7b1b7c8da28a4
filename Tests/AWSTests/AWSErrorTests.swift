import FoundationEssentials
import Testing

@testable import AWS

struct AWSErrorTests {
    static let sentences: [(error: AWSError, sentence: String)] = [
        (
            AWSError(
                .refused, code: "AccessDenied", message: "User: x is not authorized.", status: 403, requestID: "r-1"
            )
            .during(.iam, "ListAccessKeys", scope: "222222222222"),
            "IAM ListAccessKeys (222222222222) was refused with AccessDenied: User: x is not authorized "
                + "(HTTP 403, request r-1). Allow iam:ListAccessKeys for that principal."
        ),
        (
            AWSError(.refused, code: "ExpiredToken", message: "", status: 403).during(.sts, "AssumeRole", scope: "hub"),
            "STS AssumeRole (hub) was refused with ExpiredToken (HTTP 403). Renew the credentials and run again."
        ),
        (
            AWSError(.refused, code: "SignatureDoesNotMatch", message: "Signature expired: 1 is now earlier than 2")
                .during(.sts, "AssumeRole", scope: "hub"),
            "STS AssumeRole (hub) was refused with SignatureDoesNotMatch: Signature expired: 1 is now earlier than 2. "
                + "Set this machine's clock."
        ),
        (
            AWSError(.timedOut(sent: true), host: "iam.amazonaws.com").during(.iam, "GetUser", scope: "222222222222"),
            "IAM GetUser (222222222222) failed: iam.amazonaws.com sent no complete response in time. "
                + "Check the network to that host and run again."
        ),
        (
            AWSError(.timedOut(sent: false), host: "iam.amazonaws.com").during(.iam, "GetUser", scope: "222222222222"),
            "IAM GetUser (222222222222) failed: iam.amazonaws.com could not be reached in time. "
                + "Check the network to that host and run again."
        ),
        (
            AWSError(.connection(reason: "the connection could not be established", sent: false), host: "127.0.0.1")
                .during(.iam, "GetUser", scope: "222222222222"),
            "IAM GetUser (222222222222) failed: the connection could not be established (127.0.0.1). "
                + "Check the network to that host, HTTPS_PROXY and AWS_ENDPOINT_URL, and run again."
        ),
        (
            AWSError(.tooLarge(limit: 33_554_432), host: "h").during(.iam, "GetUser", scope: "2"),
            "IAM GetUser (2) failed: the response from h is larger than 32 MB. "
                + "Run again; if the error persists, report it."
        ),
        (
            AWSError(.timedOut(sent: true), host: "h").ambiguous.during(.iam, "UpdateAccessKey", scope: "2"),
            "IAM UpdateAccessKey (2) failed: AWS may have carried it out; the last attempt failed with TimeOut. "
                + "Read the current state again before you rely on either outcome."
        ),
        (
            AWSError(
                .refused, code: "HTTP302", message: "it redirects to another URL, and redirects are not followed",
                status: 302
            )
            .during(.iam, "GetUser", scope: "2"),
            "IAM GetUser (2) was refused with HTTP302: it redirects to another URL, and redirects are not followed "
                + "(HTTP 302). "
                + "The response may not come from AWS: check AWS_ENDPOINT_URL and HTTPS_PROXY."
        ),
        (
            AWSError.malformedResponse("the response is not XML", status: 200, requestID: "r-1").during(
                .iam, "GetUser", scope: "2"),
            "IAM GetUser (2) failed: the response is not XML (HTTP 200, request r-1). It may have been damaged in "
                + "transit; run again."
        ),
        (
            AWSError.malformedResponse("the response is not XML", status: 200).during(.iam, "GetUser", scope: "2"),
            "IAM GetUser (2) failed: the response is not XML (HTTP 200). The response may not come from AWS: check "
                + "AWS_ENDPOINT_URL and HTTPS_PROXY."
        ),
        (
            waiting(3_600),
            "IAM GetUser (2) was refused with HTTP429: the response has no body (HTTP 429). Relevo or others make "
                + "too many requests there; run again in 3600 seconds, as AWS asks."
        ),
        (
            waiting(.greatestFiniteMagnitude),
            "IAM GetUser (2) was refused with HTTP429: the response has no body (HTTP 429). Relevo or others make "
                + "too many requests there; run again later."
        ),
        (
            waiting(2),
            "IAM GetUser (2) was refused with HTTP429: the response has no body (HTTP 429). Relevo or others make "
                + "too many requests there; run again later."
        ),
        (
            refusing("RequestExpired"),
            "STS GetCallerIdentity (hub) was refused with RequestExpired: no (HTTP 403). Set this machine's clock; "
                + "if it is correct, renew the credentials."
        ),
        (
            refusing("InvalidClientTokenId"),
            "STS GetCallerIdentity (hub) was refused with InvalidClientTokenId: no (HTTP 403). Check that AKIA…MPLE "
                + "(environment) exists and is active, belongs to this partition, and comes with its session token."
        ),
        (
            refusing("SignatureDoesNotMatch"),
            "STS GetCallerIdentity (hub) was refused with SignatureDoesNotMatch: no (HTTP 403). Check the secret access "
                + "key of AKIA…MPLE (environment)."
        ),
        (.credentials("No AWS credentials were found."), "No AWS credentials were found."),
        (.configuration("The region is wrong").during(.iam, "GetUser", scope: "2"), "The region is wrong."),
        (
            AWSError.incomplete("a page repeated its own marker").during(.iam, "ListAccessKeys", scope: "2"),
            "IAM ListAccessKeys (2) failed: a page repeated its own marker. "
                + "Run again; if the error persists, report it."
        ),
    ]

    private static func waiting(_ seconds: Double) -> AWSError {
        var error = AWSError(.refused, code: "HTTP429", message: "the response has no body", status: 429)
            .during(.iam, "GetUser", scope: "2")
        error.retryAfter = seconds
        return error
    }

    private static func refusing(_ code: String) -> AWSError {
        var error = AWSError(.refused, code: code, message: "no", status: 403)
            .during(.sts, "GetCallerIdentity", scope: "hub")
        error.refusedCredentials = .init(keyID: "AKIA…MPLE", origin: "environment", areRenewed: false)
        return error
    }

    @Test(arguments: sentences)
    func `says what failed and what to do`(_ error: AWSError, _ sentence: String) {
        #expect(error.description == sentence)
        #expect("\(error)" == sentence)
    }
}

/// Which failures prove that a call changed nothing.
struct CertaintyTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let step: ScriptedSender.Step
        let isDefinite: Bool

        init(_ name: String, _ step: ScriptedSender.Step, _ isDefinite: Bool) {
            testDescription = name
            self.step = step
            self.isDefinite = isDefinite
        }
    }

    static let rows = [
        Row("denied", .refused(403, "AccessDenied"), true), Row("no such key", .refused(404, "NoSuchEntity"), true),
        Row("throttled", .refused(400, "Throttling"), true), Row("5xx with a code", .refused(503, "SlowDown"), false),
        Row("a proxy's page", .text(403, "<html><body>Forbidden</body></html>"), false),
        Row("an empty 400", .text(400), false), Row("a code that is none", .refused(403, "try again"), false),
        Row("a redirect", .text(302), false), Row("a gateway", .text(502), false),
        Row("silence", .failure(.timedOut(sent: true)), false),
    ]

    @Test(arguments: rows)
    func `only a 4xx with a readable code is definite`(_ row: Row) async throws {
        let clock = ManualClock()
        let sender = ScriptedSender(Array(repeating: row.step, count: 5))
        let client = KeyDeactivationClient(try Made.transport(sender, try Made.settings(clock)))
        let error = await #expect(throws: AWSError.self) {
            try await client.deactivate(
                userName: "alice", accessKeyID: "AKIAIOSFODNN7EXAMPLE", before: .distantFuture)
        }
        #expect(error?.isDefiniteNo == row.isDefinite)
        #expect(error?.kind == (row.isDefinite ? .refused : .ambiguous))
    }
}
