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

    @Test func `reads the trails, those of the organization too`() async throws {
        let body = """
            {"trailList":[{"Name":"all","IncludeGlobalServiceEvents":true,"IsOrganizationTrail":true},{"Name":"old"}]}
            """
        let sender = ScriptedSender([.text(200, body)])
        let trails = try await client(sender).trails()
        #expect(trails.map(\.name) == ["all", "old"])
        #expect(trails.map(\.includesGlobalServices) == [true, false])
        #expect(sender.bodies == ["{\"includeShadowTrails\":true}"])
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

    @Test func `a key's events are looked up in the Region that is asked for`() async throws {
        let sender = ScriptedSender([.text(200, "{\"Events\":[]}")])
        let page = try await client(sender).lookupEvents(signedWith: "AKIAEXAMPLEKEY000001", in: "eu-west-1")
        #expect(page.items.isEmpty)
        #expect(
            sender.bodies == [
                "{\"LookupAttributes\":[{\"AttributeKey\":\"AccessKeyId\",\"AttributeValue\":"
                    + "\"AKIAEXAMPLEKEY000001\"}],\"MaxResults\":50}"
            ])
        let request = sender.requests[0]
        #expect(request.url == "https://cloudtrail.eu-west-1.amazonaws.com/")
        #expect(request.headers.first(name: "Authorization")?.contains("/eu-west-1/cloudtrail/aws4_request") == true)
    }

    @Test(arguments: ["cn-north-1", "us-gov-west-1", "mars-1", "", "us-east-1.evil.example/", "us-évil-1", "N/A"])
    func `a Region of no or another partition is refused without a call`(_ region: String) async throws {
        let sender = ScriptedSender([])
        let error = await #expect(throws: AWSError.self) {
            try await client(sender).lookupEvents(signedWith: "AKIAEXAMPLEKEY000001", in: region)
        }
        #expect(error?.kind == .configuration && sender.requests.isEmpty)
    }

    @Test func `each Region has a rate of its own, and the home Region one for all look-ups`() async throws {
        let clock = ManualClock()
        let sender = ScriptedSender(Array(repeating: .text(200, "{\"Events\":[]}"), count: 4))
        let client = CloudTrailClient(try Made.transport(sender, Made.settings(clock)))
        let start = clock.now
        _ = try await client.lookupEvents(named: "UpdateAccessKey")
        _ = try await client.lookupEvents(signedWith: "AKIAEXAMPLEKEY000001", in: "eu-west-1")
        #expect(clock.now.timeIntervalSince(start) == 0)
        _ = try await client.lookupEvents(signedWith: "AKIAEXAMPLEKEY000001", in: client.homeRegion)
        #expect(clock.now.timeIntervalSince(start) == 0.5)
        #expect(sender.requests[2].url == "https://cloudtrail.us-east-1.amazonaws.com/")
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
        event("\"\(record)\"", time: "\"yesterday\""), event("\"\(record)\"", time: "1e300"),
        event("\"\(record)\"", time: "-1"),
    ]

    @Test(arguments: [#"\"a string\""#, "[1]", #"{\"status\":{\"value\":1},\"userName\":7}"#, "null"])
    func `other operations' parameters and answers may be anything`(_ anything: String) async throws {
        let record =
            #"{\"userIdentity\":{\"type\":\"Root\",\"accessKeyId\":\"AKIA\"},\"eventSource\":\"ec2.amazonaws.com\","#
            + #"\"requestParameters\":"# + anything + #",\"responseElements\":{\"accessKey\":"# + anything + "}}"
        let body = "{\"Events\":[\(Self.event("\"\(record)\""))]}"
        let page = try await client(ScriptedSender([.text(200, body)])).lookupEvents(named: "n")
        #expect(page.items.map(\.record.userIdentity.accessKeyId) == ["AKIA"] && page.unreadable.isEmpty)
    }

    @Test(arguments: odd)
    func `an unreadable event doesn't hide the others`(_ odd: String) async throws {
        let body = "{\"Events\":[\(odd),\(Self.event("\"\(Self.record)\""))]}"
        let page = try await client(ScriptedSender([.text(200, body)])).lookupEvents(named: "n")
        #expect(page.items.count == 1 && page.unreadable.count == 1)
    }
}
