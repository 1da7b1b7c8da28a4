import FoundationEssentials
import NIOHTTP1
import Testing

@testable import AWS

struct CloudTrailClientTests {
    private func client(_ sender: ScriptedSender) throws -> CloudTrailClient {
        CloudTrailClient(try Made.transport(sender))
    }

    private static func instant(_ seconds: Double) -> Date { Date(timeIntervalSince1970: seconds) }

    @Test func `reads events page by page, with the identity and the request`() async throws {
        let sender = ScriptedSender(try (1...2).map { try .ok("cloudtrail.LookupEvents_\($0).json") })
        let span = Self.instant(1_795_501_499.6)...Self.instant(1_795_502_642.2)
        let events = try await client(sender).events(named: "CreateAccessKey", during: span).all()
        #expect(events.map(\.time) == [1_795_502_342, 1_795_502_280, 1_795_501_800].map(Self.instant))
        #expect(events.map(\.record.errorCode) == [nil, "AccessDenied", nil])
        #expect(
            events.map { $0.record.responseElements?.accessKey?.accessKeyId }
                == ["AKIAEXAMPLEKEY000002", nil, "AKIAEXAMPLEKEY000003"])
        #expect(events.map { $0.record.sessionCredentialFromConsole?.isSet } == [true, nil, nil])
        let identities = events.map(\.record.userIdentity)
        #expect(identities.map(\.type) == ["AssumedRole", "IAMUser", "IAMUser"])
        #expect(identities[0].sessionContext?.sessionIssuer?.userName == "AWSReservedSSO_Admin_0a1b")
        #expect(identities[2].principalId == "AIDAEXAMPLEUSER00001")
        #expect(events[2].record.sourceIPAddress == "192.0.2.44")

        let asked =
            "{\"EndTime\":1795502643,\"LookupAttributes\":[{\"AttributeKey\":\"EventName\",\"AttributeValue\":"
            + "\"CreateAccessKey\"}],\"MaxResults\":50,"
        #expect(
            sender.bodies == [
                asked + "\"StartTime\":1795501499}", asked + "\"NextToken\":\"two\",\"StartTime\":1795501499}",
            ])
        let request = sender.requests[0]
        #expect(request.url == "https://cloudtrail.us-east-1.amazonaws.com/")
        #expect(
            request.headers["X-Amz-Target"] == ["com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents"])
        #expect(request.headers["Content-Type"] == ["application/x-amz-json-1.1"])
        #expect(request.headers.first(name: "Authorization")?.contains("/us-east-1/cloudtrail/aws4_request") == true)
    }

    @Test func `makes at most two calls a second in each account`() async throws {
        let clock = ManualClock()
        let page = ScriptedSender.Step.text(200, "{\"Events\":[]}")
        let sender = ScriptedSender(Array(repeating: page, count: 4))
        let transport = try Made.transport(sender, Made.settings(clock))
        let client = CloudTrailClient(transport)
        let start = clock.now
        for _ in 0..<3 { _ = try await client.lookupEvents(named: "UpdateAccessKey") }
        #expect(clock.now.timeIntervalSince(start) == 1)
        let other = CloudTrailClient(
            transport.scoped("333333333333", credentials: StaticCredentials(try Made.credentials())))
        _ = try await other.lookupEvents(named: "UpdateAccessKey")
        #expect(clock.now.timeIntervalSince(start) == 1)
        #expect(sender.bodies[0].contains("StartTime") == false)
    }

    @Test func `is slowed down and denied in its own words`() async throws {
        let slow = ScriptedSender.Step.text(400, "{\"__type\":\"ThrottlingException\",\"Message\":\"Rate exceeded\"}")
        let denied = ScriptedSender.Step.text(400, "{\"__type\":\"AccessDeniedException\",\"Message\":\"no\"}")
        let sender = ScriptedSender([slow, denied])
        let error = await #expect(throws: AWSError.self) {
            try await client(sender).lookupEvents(named: "CreateAccessKey")
        }
        #expect(error?.isAccessDenied == true && sender.requests.count == 2)
        #expect(error?.description.contains("Allow cloudtrail:LookupEvents for that principal.") == true)
    }

    @Test func `a page that repeats its token is an error`() async throws {
        let page = ScriptedSender.Step.text(200, "{\"Events\":[],\"NextToken\":\"two\"}")
        let error = await #expect(throws: AWSError.self) {
            try await client(ScriptedSender([page, page])).events(named: "CreateAccessKey").all()
        }
        #expect(error?.kind == .incomplete && error?.operation == "LookupEvents")
    }

    private static let record = #"{\"userIdentity\":{\"type\":\"Root\"},\"eventSource\":\"iam.amazonaws.com\"}"#

    private static func event(_ record: String, id: String = "\"e\"", time: String = "1") -> String {
        "{\"EventId\":\(id),\"EventName\":\"n\",\"EventTime\":\(time),\"CloudTrailEvent\":\(record)}"
    }

    @Test func `unknown and missing fields are ignored`() async throws {
        let body = "{\"Events\":[\(Self.event("\"\(Self.record)\""))],\"NextToken\":\"\",\"New\":{}}"
        let page = try await client(ScriptedSender([.text(200, body)])).lookupEvents(named: "n")
        #expect(page.isLast && page.items.first?.record.userIdentity == CloudTrailIdentity(type: "Root"))
    }

    static let broken = [
        "", "[]", "{}", "{\"Events\":{}}", "<html>",
        "{\"Events\":[\(Array(repeating: event("\"\(record)\""), count: 51).joined(separator: ","))]}",
    ]

    @Test(arguments: broken)
    func `refuses what isn't a page`(_ body: String) async throws {
        let error = await #expect(throws: AWSError.self) {
            try await client(ScriptedSender([.text(200, body)])).lookupEvents(named: "n")
        }
        #expect(error?.kind == .malformedResponse)
        #expect(error?.description.contains("userIdentity") == false)
    }

    static let odd = [
        event("null"), event("\"\""), event("\"{}\""), event("\"\(record)\"", id: "null"),
        event("\"\(record)\"", time: "\"yesterday\""),
    ]

    @Test(arguments: odd)
    func `an unreadable event doesn't hide the others`(_ odd: String) async throws {
        let body = "{\"Events\":[\(odd),\(Self.event("\"\(Self.record)\""))]}"
        let page = try await client(ScriptedSender([.text(200, body)])).lookupEvents(named: "n")
        #expect(page.items.count == 1 && page.unreadable.count == 1)
    }
}
