import AWS
import FoundationEssentials
import KeyPolicy
import Testing

@testable import Adapters

/// The calls that were signed with a key, from CloudTrail's answer.
struct KeyCallTests {
    private static let key = CloudTrailAuditTrailTests.key(1)

    private static func trail(_ answers: [(Int, String)]) throws -> CloudTrailAuditTrail {
        try CloudTrailAuditTrailTests.trail(CloudTrailAuditTrailTests.FakeCloudTrail(answers))
    }

    private static func record(
        _ source: String = "ec2.amazonaws.com", key: String? = key.rawValue, from address: String? = "203.0.113.7",
        agent: String? = "Terraform/1.9.5", fromConsole: Bool = false
    ) -> CloudTrailRecord {
        CloudTrailRecord(
            userIdentity: CloudTrailIdentity(type: "IAMUser", accessKeyId: key), eventSource: source,
            sourceIPAddress: address, userAgent: agent,
            sessionCredentialFromConsole: fromConsole ? CloudTrailRecord.Flag(isSet: true) : nil)
    }

    private static func call(_ record: CloudTrailRecord, name: String = "RunInstances") -> KeyCall? {
        KeyCall(
            CloudTrailEvent(id: "e", name: name, time: Date(timeIntervalSince1970: 900), record: record),
            signedWith: key, in: "eu-west-1")
    }

    @Test func `a call has its program, source, service, Region and time`() {
        #expect(
            Self.call(Self.record())
                == KeyCall(
                    tool: .known("Terraform 1.9"), source: "203.0.113.7", service: "ec2", operation: "RunInstances",
                    region: "eu-west-1", at: Date(timeIntervalSince1970: 900)))
        #expect(Self.call(Self.record(agent: "Mozilla/5.0", fromConsole: true))?.tool == .console)
    }

    @Test(arguments: [nil, "AKIAEXAMPLEKEY000002", ""])
    func `an event that another key signed says nothing`(_ other: String?) {
        #expect(Self.call(Self.record(key: other)) == nil)
    }

    @Test(arguments: [
        "", "ec2", "amazonaws.com", ".amazonaws.com", "ec2.amazonaws.com.evil.example", "EC2.amazonaws.com",
        "<!channel>.amazonaws.com", "e c2.amazonaws.com", String(repeating: "x", count: 31) + ".amazonaws.com",
    ])
    func `a service that isn't AWS's says nothing`(_ source: String) {
        #expect(Self.call(Self.record(source)) == nil)
    }

    @Test(arguments: ["", "Run Instances", "<!here>", String(repeating: "x", count: 101)])
    func `an operation that AWS can't have says nothing`(_ name: String) {
        #expect(Self.call(Self.record(), name: name) == nil)
    }

    static let sources: [(text: String?, shown: String?)] = [
        ("203.0.113.7", "203.0.113.7"), ("2001:db8::7", "2001:db8::7"), ("::ffff:203.0.113.7", "::ffff:203.0.113.7"),
        ("ec2.amazonaws.com", "ec2.amazonaws.com"), ("ec2.amazonaws.com.cn", "ec2.amazonaws.com.cn"),
        (nil, nil), ("", nil), ("AWS Internal", nil), ("203.0.113", nil), ("203.0.113.256", nil), ("dead.beef", nil),
        ("203.0.113.7 <!channel>", nil), ("<@U0BOSS>", nil), ("evil.example", nil),
        (String(repeating: ":", count: 46), nil),
    ]

    @Test(arguments: sources)
    func `a source is an address or a service of AWS's`(_ text: String?, _ shown: String?) {
        #expect(Self.call(Self.record(from: text))?.source == shown)
    }

    private static func event(_ number: Int, key: String = key.rawValue) throws -> String {
        let text =
            "{\"userIdentity\":{\"type\":\"IAMUser\",\"accessKeyId\":\"\(key)\"},\"eventSource\":\"ec2.amazonaws.com\"}"
        let encoded = String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
        return "{\"EventId\":\"e\(number)\",\"EventName\":\"RunInstances\",\"EventTime\":\(number),"
            + "\"CloudTrailEvent\":\(encoded)}"
    }

    @Test func `one page in the Region is enough, and odd events are skipped`() async throws {
        let odd = ["null", "{}", #"{"EventId":"e9","CloudTrailEvent":"no JSON"}"#]
        let sender = CloudTrailAuditTrailTests.FakeCloudTrail([
            CloudTrailAuditTrailTests.page(
                odd + [try Self.event(5), try Self.event(4, key: "AKIAEXAMPLEKEY000002"), try Self.event(3)],
                next: "more")
        ])
        let trail = try CloudTrailAuditTrailTests.trail(sender)
        let calls = await trail.calls(signedWith: Self.key, in: "eu-west-1")
        #expect(calls?.map(\.at.timeIntervalSince1970) == [5, 3])
        #expect(calls?.map(\.region) == ["eu-west-1", "eu-west-1"])
        #expect(sender.bodies.count == 1 && sender.bodies[0].contains(Self.key.rawValue))
        #expect(trail.homeRegion == "us-east-1")
    }

    @Test(arguments: [
        (400, #"{"__type":"AccessDeniedException","Message":"no"}"#), (400, #"{"__type":"ThrottlingException"}"#),
        (500, "<h1>"), (200, "<h1>"), (200, "[]"),
    ])
    func `a look-up that fails has no calls, not even an empty list`(_ status: Int, _ body: String) async throws {
        #expect(await (try Self.trail([(status, body)])).calls(signedWith: Self.key, in: "us-east-1") == nil)
    }

    @Test func `a Region that isn't one is a failed look-up`() async throws {
        #expect(await (try Self.trail([])).calls(signedWith: Self.key, in: "mars") == nil)
    }

    @Test func `an empty history is an answer`() async throws {
        let trail = try Self.trail([CloudTrailAuditTrailTests.page([])])
        #expect(await trail.calls(signedWith: Self.key, in: "us-east-1") == [])
    }
}
