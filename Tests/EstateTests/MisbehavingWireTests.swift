import Foundation
import LocalSlack
import Testing

/// AWS, or a proxy before it, that misbehaves: what the user reads, how often Relevo tries, what recovers.
///
/// Each row breaks one call that every scan makes, through the proxy: first for ever, and then as often as the row says.
struct MisbehavingWireTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// The proxy's rule, but for the call.
        let rule: [String: JSONValue]
        /// What went wrong and what to do, after the call and the account.
        let sentence: String
        /// Calls that reach the proxy while it misbehaves for ever.
        let tries: Int
        /// How often it misbehaves before it is well again.
        let passes: Int
        /// Calls that reach it then; nil where the run gives up before it is well.
        let recovers: Int?
        /// What is held all the same once the call got through; nil for nothing.
        let holds: String?

        init(
            _ name: String, _ rule: [String: JSONValue], _ sentence: String, tries: Int = 5, passes: Int = 2,
            recovers: Int? = 3, holds: String? = nil
        ) {
            self.holds = holds
            testDescription = name
            self.rule = rule
            self.sentence = sentence
            self.tries = tries
            self.passes = passes
            self.recovers = recovers
        }
    }

    private static let account = "222222222222"
    private static let action = "GetAccountAuthorizationDetails"
    private static let tooMuch = "Relevo or others make too many requests there; run again later."
    private static let trouble = "AWS has a problem there; run again later."
    private static let network = "Check the network to that host, HTTPS_PROXY and AWS_ENDPOINT_URL, and run again."
    private static let stranger = "The response may not come from AWS: check AWS_ENDPOINT_URL and HTTPS_PROXY."

    private static func refusing(
        _ status: Double, _ code: String, _ message: String
    ) -> [String: JSONValue] {
        let body =
            "<ErrorResponse><Error><Code>\(code)</Code><Message>\(message)</Message></Error>"
            + "<RequestId>r-1</RequestId></ErrorResponse>"
        return ["kind": "answer", "status": .number(status), "body": .string(body)]
    }

    static let rows = [
        Row(
            "RequestTimeTooSkewed, though the clocks agree",
            refusing(403, "RequestTimeTooSkewed", "The difference between the request time and now is too large."),
            "was refused with RequestTimeTooSkewed: The difference between the request time and now is too large "
                + "(HTTP 403, request r-1). Set this machine's clock.", tries: 1, recovers: nil),
        Row(
            "RequestTimeTooSkewed, and AWS's clock is ten minutes ahead",
            refusing(403, "RequestTimeTooSkewed", "").merging(["dateOffsetSeconds": 600]) { $1 },
            "was refused with RequestTimeTooSkewed (HTTP 403, request r-1). Set this machine's clock.", tries: 2,
            passes: 1, recovers: 2,
            holds: "relevo: 1 key is held: This machine's clock and AWS's are over five minutes apart."),
        Row(
            "Throttling", refusing(400, "Throttling", "Rate exceeded"),
            "was refused with Throttling: Rate exceeded (HTTP 400, request r-1). \(tooMuch)"),
        Row(
            "SlowDown", refusing(503, "SlowDown", "Please reduce your request rate."),
            "was refused with SlowDown: Please reduce your request rate (HTTP 503, request r-1). \(tooMuch)"),
        Row(
            "429 with Retry-After",
            ["kind": "answer", "status": 429, "body": "", "headers": ["Retry-After": "1"]],
            "was refused with HTTP429: the response has no body (HTTP 429). \(tooMuch)"),
        Row(
            "429 with a Retry-After of an hour",
            ["kind": "answer", "status": 429, "body": "", "headers": ["Retry-After": "3600"]],
            "was refused with HTTP429: the response has no body (HTTP 429). Relevo or others make too many requests "
                + "there; run again in 3600 seconds, as AWS asks.", tries: 1, recovers: nil),
        Row(
            "500", refusing(500, "ServiceFailure", "Unable to process."),
            "was refused with ServiceFailure: Unable to process (HTTP 500, request r-1). \(trouble)"),
        Row(
            "503 of a gateway", ["kind": "answer", "status": 503, "body": "<html><h1>Service Unavailable</h1></html>"],
            "was refused with HTTP503: the response is not one that AWS documents (HTTP 503). \(trouble)"),
        Row(
            "garbage", ["kind": "garbage"],
            "failed: the response is not well-formed XML (…) (HTTP 200). \(stranger)",
            tries: 1, recovers: nil),
        Row(
            "half an answer", ["kind": "cut"],
            "failed: the response is not HTTP, or was truncated (127.0.0.1). \(network)"),
        Row(
            "a Content-Length that is too large", ["kind": "long"],
            "failed: the response is not HTTP, or was truncated (127.0.0.1). \(network)"),
        Row(
            "a Content-Length that is too small", ["kind": "short"],
            "failed: the response is not well-formed XML (…) (HTTP 200, request …). It may have been damaged in "
                + "transit; run again.", tries: 1, recovers: nil),
        Row(
            "a redirect",
            ["kind": "answer", "status": 302, "body": "", "headers": ["Location": "https://elsewhere.example.com/"]],
            "was refused with HTTP302: it redirects to another URL, and redirects are not followed (HTTP 302). "
                + "\(stranger)",
            tries: 1, recovers: nil),
        Row(
            "a connection that is closed unanswered", ["kind": "drop"],
            "failed: the server closed the connection (127.0.0.1). \(network)"),
        Row(
            "ExpiredToken, from one session after the other",
            refusing(403, "ExpiredToken", "The security token included in the request is expired"),
            "was refused with ExpiredToken: The security token included in the request is expired (HTTP 403, request "
                + "r-1). ASIA… was just renewed from role arn:aws:iam::222222222222:role/RelevoAudit and is refused "
                + "too; check whether the session of that source has expired or was revoked.", tries: 2, passes: 1,
            recovers: 2),
    ]

    @Test(.timeLimit(.minutes(20)), arguments: rows)
    func `is reported in one sentence, and recovered from if it passes`(_ row: Row) async throws {
        try await Estate.with(people: [Person.engineer("ana", "U0ANA", age: 76)]) { estate in
            let lasting = try await Self.run(estate, row.rule, on: Day(0))
            expect(lasting.ended, endedWith: 3)
            #expect(
                Self.said(lasting.ended) == [
                    "relevo: 222222222222 (shop) is unknown in this run, and nothing is done there: IAM \(Self.action) "
                        + "(222222222222) \(row.sentence)"
                ])
            #expect(lasting.tries == row.tries)
            let others = try lasting.ended.json()["accounts"]?.list.filter { $0["id"]?.string != Self.account }
            #expect(others?.count == 1 && others?.first?["complete"] == true)
            #expect(try await estate.messages(to: "U0ANA").isEmpty)

            let passing = try await Self.run(
                estate, row.rule.merging(["times": .number(Double(row.passes))]) { $1 }, on: Day(0, hour: 1))
            expect(passing.ended, endedWith: row.recovers == nil || row.holds != nil ? 3 : 0)
            #expect(passing.tries == row.recovers ?? row.tries)
            if row.recovers != nil { #expect(Self.said(passing.ended) == [row.holds].compactMap(\.self)) }

            try await estate.proxy.delete("/proxy/rules")
            try await estate.goodRun(on: Day(0, hour: 2))
            #expect(try await estate.messages(to: "U0ANA").count == 1)
        }
    }

    /// The rest of the time-outs would take five minutes each; what is read then stands in `SilentServerTests`.
    @Test(.timeLimit(.minutes(20)))
    func `a call that is never answered is made again after a minute of silence`() async throws {
        try await Estate.with(people: [Person.engineer("ana", "U0ANA", age: 76)]) { estate in
            let hanging = try await Self.run(estate, ["kind": "hang", "times": 1], on: Day(0))
            expect(hanging.ended, endedWith: 0)
            #expect(hanging.tries == 2)
            #expect(try await estate.messages(to: "U0ANA").count == 1)
        }
    }

    private static func run(
        _ estate: Estate, _ rule: [String: JSONValue], on day: Day
    ) async throws -> (ended: Ended, tries: Int) {
        try await estate.proxy.delete("/proxy/rules")
        let call: [String: JSONValue] = ["account": .string(account), "action": .string(action)]
        try await estate.proxy.post("/proxy/rules", .object(rule.merging(call) { $1 }))
        try await estate.proxy.get("/proxy/counts?reset=1")
        let ended = try await estate.run(on: day)
        return (ended, try await estate.calls("iam:\(action)", in: account))
    }

    /// Standard error without the remark on the new ledger, ids and places that differ each time left out.
    private static func said(_ ended: Ended) -> [String] {
        ended.complaints.split(separator: "\n").filter { !$0.contains("The ledger relevo.db is new") }.map {
            String($0).replacing(/, request (?!r-1)\w+/, with: ", request …")
                .replacing(/well-formed XML \([^)]*\)/, with: "well-formed XML (…)")
                .replacing(/ASIA…\w+/, with: "ASIA…")
        }
    }
}
