import FoundationEssentials
import NIOHTTP1
import Redaction
import Testing

@testable import AWS

struct ErrorResponseTests {
    private func read(
        _ wire: AWSCall.Wire, _ status: Int, _ body: String, headers: HTTPHeaders = [:], secrets: [String] = []
    ) -> AWSError {
        ErrorResponse(WireResponse(status: status, headers: headers, body: Array(body.utf8)), wire: wire)
            .error(now: ManualClock.start, secrets: SecretsInUse(secrets))
    }

    @Test func `reads the Query protocol's error`() throws {
        let body = String(decoding: try Fixture.bytes("iam.error_NoSuchEntity.xml"), as: UTF8.self)
        let error = read(.query, 404, body)
        #expect(error.code == "NoSuchEntity" && error.isNotFound)
        #expect(error.message == "The user with name carol cannot be found.")
        #expect(error.requestID == "0e7bfaa8-7399-11e4-8c85-4b53eEXAMPLE")
    }

    static let queries: [(body: String, code: String)] = [
        (
            "<Response><Errors><Error><Code>Old</Code><Message>m</Message></Error></Errors><RequestID>r</RequestID></Response>",
            "Old"
        ),
        ("<Error><Code>Bare</Code></Error>", "Bare"), ("", "HTTP400"), ("<html><body>x</body></html>", "HTTP400"),
        ("plain text", "HTTP400"), ("<ErrorResponse><Error/></ErrorResponse>", "HTTP400"),
        ("<ErrorResponse><Error><Code></Code></Error></ErrorResponse>", "HTTP400"),
    ]

    @Test(arguments: queries)
    func `reads other error bodies in the Query protocol`(_ body: String, _ code: String) {
        #expect(read(.query, 400, body).code == code)
    }

    static let jsons: [(body: String, headers: HTTPHeaders, code: String, message: String)] = [
        ("{\"__type\":\"AccessDeniedException\",\"Message\":\"no\"}", [:], "AccessDeniedException", "no"),
        (
            "{\"__type\":\"com.amazonaws.organizations#TooManyRequestsException\",\"message\":\"slow\"}", [:],
            "TooManyRequestsException", "slow"
        ),
        ("{\"__type\":\"a#B:http://x#y\",\"message\":\"m\"}", [:], "B", "m"),
        (
            "{\"message\":\"m\"}", ["x-amzn-errortype": "ValidationException:http://internal/"], "ValidationException",
            "m"
        ),
        ("{\"code\":\"FromBody\"}", [:], "FromBody", "the response is not one that AWS documents"),
        ("{\"__type\":5,\"message\":[]}", [:], "HTTP400", "the response is not one that AWS documents"),
        ("", [:], "HTTP400", "the response has no body"),
        ("<html>", [:], "HTTP400", "the response is not one that AWS documents"),
        ("{\"__type\":\"#\"}", [:], "HTTP400", "the response is not one that AWS documents"),
    ]

    @Test(arguments: jsons)
    func `reads JSON errors`(_ body: String, _ headers: HTTPHeaders, _ code: String, _ message: String) {
        let error = read(.json, 400, body, headers: headers)
        #expect(error.code == code && error.message == message)
    }

    @Test func `a refused signature doesn't repeat the token`() {
        let body = """
            <ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>The request signature we calculated does not
            match. token \(Made.token) secret \(Made.secret)

            The Canonical String for this request should have been 'POST x-amz-security-token:\(Made.token)'</Message></Error></ErrorResponse>
            """
        let error = read(.query, 403, body, secrets: [Made.secret, Made.token])
        #expect(
            error.message == "The request signature we calculated does not match. token [redacted] secret [redacted]")
        #expect(error.isInvalidCredentials && !error.isRetryable)
    }

    @Test func `removing text never puts a secret together`() {
        let error = read(
            .query, 403, "<Error><Code>X</Code><Message>is s3&#x200B;cr3t wrong?</Message></Error>",
            headers: ["x-amzn-requestid": "r-s3cr3t"], secrets: ["s3cr3t"])
        #expect(error.message == "is [redacted] wrong?")
        #expect(error.requestID == "r-[redacted]")
    }

    @Test func `text from outside is bounded, and on one line`() {
        let error = read(
            .query, 400,
            "<Error><Code>X</Code><Message>a&#x9;\n b\u{202E}c\u{200B}\u{85}d \(String(repeating: "é", count: 2_000))</Message></Error>"
        )
        #expect(error.message.hasPrefix("a bc d éé"))
        #expect(error.message.unicodeScalars.count == 512)
    }
}
