import FoundationEssentials
import KeyPolicy
import KeyWatch
import Testing

@testable import LambdaFunction

/// Events of EventBridge: only keys that were created or activated are told about.
struct IAMEventTests {
    private static let key = "AKIA0000000000000003"
    private static let luis =
        #"{"type": "IAMUser", "principalId": "AIDA0000000000000009", "arn": "arn:aws:iam::111111111111:user/luis", "#
        + #""accountId": "111111111111", "accessKeyId": "AKIA0000000000000008", "userName": "luis"}"#
    private static let anna =
        #"{"type": "IAMUser", "principalId": "AIDA0000000000000001", "arn": "arn:aws:iam::111111111111:user/anna", "#
        + #""userName": "anna"}"#
    private static let session =
        #"{"type": "AssumedRole", "arn": "arn:aws:sts::111111111111:assumed-role/Admin/luis@example.com"}"#
    private static let created =
        #"{"accessKey": {"accessKeyId": "\#(key)", "userName": "anna", "status": "Active", "#
        + #""createDate": "Mar 12, 2026 9:30:00 AM"}}"#
    private static let activated = #"{"userName": "anna", "accessKeyId": "\#(key)", "status": "Active"}"#

    /// An event as EventBridge delivers it; the arguments are JSON.
    private static func bridged(
        _ name: String = "CreateAccessKey", source: String = "aws.iam", account: String = "111111111111",
        service: String = "iam.amazonaws.com", by identity: String = luis, error: String = "null",
        request: String = #"{"userName": "anna"}"#, response: String = "null"
    ) -> String {
        #"""
        {"version": "0", "id": "b-1", "detail-type": "AWS API Call via CloudTrail", "source": "\#(source)",
         "account": "\#(account)", "time": "2026-03-12T09:30:04Z", "region": "us-east-1", "resources": [],
         "detail": {"eventVersion": "1.11", "eventID": "e-1", "eventName": "\#(name)",
          "eventTime": "2026-03-12T09:30:00Z", "eventSource": "\#(service)", "userIdentity": \#(identity),
          "sourceIPAddress": "198.51.100.7", "userAgent": "aws-cli/2.15.0 Python/3.11",
          "errorCode": \#(error), "requestParameters": \#(request), "responseElements": \#(response)}}
        """#
    }

    private static func sighting(by actor: KeyActivity.Actor, _ arn: String) -> FunctionEvent {
        .iam(
            .sighting(
                Sighting(
                    account: Made.id("111111111111"), userName: "anna", key: Made.id(key),
                    activity: KeyActivity(
                        actor: actor, actorARN: arn, means: .commandLine, source: "198.51.100.7",
                        at: Date(timeIntervalSince1970: 1_773_307_800), event: "e-1"))))
    }

    private static let luisID: UserID = Made.id("AIDA0000000000000009")
    private static let annaID: UserID = Made.id("AIDA0000000000000001")
    private static let byLuis = sighting(
        by: .user(name: "luis", id: luisID), "arn:aws:iam::111111111111:user/luis")
    private static let byAnna = sighting(
        by: .user(name: "anna", id: annaID), "arn:aws:iam::111111111111:user/anna")
    private static let bySession = sighting(
        by: .session(role: "Admin", name: "luis@example.com"),
        "arn:aws:sts::111111111111:assumed-role/Admin/luis@example.com")

    static let sightings = [
        FunctionEventTests.Row("somebody creates a key for her", bridged(response: created), byLuis),
        FunctionEventTests.Row(
            "the response names her, not the request", bridged(by: session, request: "null", response: created),
            bySession),
        FunctionEventTests.Row(
            "the request names her, not the response",
            bridged(response: #"{"accessKey": {"accessKeyId": "\#(key)"}}"#), byLuis),
        FunctionEventTests.Row(
            "she creates a key for herself, without a name",
            bridged(by: anna, request: "null", response: #"{"accessKey": {"accessKeyId": "\#(key)"}}"#), byAnna),
        FunctionEventTests.Row(
            "somebody activates her key", bridged("UpdateAccessKey", request: activated), byLuis),
        FunctionEventTests.Row(
            "she activates her own key, without a name",
            bridged("UpdateAccessKey", by: anna, request: #"{"accessKeyId": "\#(key)", "status": "Active"}"#), byAnna),
    ]

    @Test(arguments: sightings)
    func `a key that was created or activated is seen, with who did it`(_ row: FunctionEventTests.Row) throws {
        let event = try FunctionEvent(Array(row.body.utf8))
        #expect(event == row.event)
        #expect(event.name == "iam")
    }

    struct Ignored: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let body: String
        let why: String

        init(_ name: String, _ body: String, _ why: String) {
            testDescription = name
            self.body = body
            self.why = why
        }
    }

    private static let otherEvent = "it is not an IAM event that CloudTrail recorded"
    private static let noKey = "it names no access key of a user"
    private static let noCredential = "it names no service-specific credential of a user"
    private static let notActivated = "only keys that are activated are told about at once"

    static let ignored = [
        Ignored("another source", bridged(source: "aws.s3", response: created), otherEvent),
        Ignored("another service", bridged(service: "sts.amazonaws.com", response: created), otherEvent),
        Ignored(
            "a schedule",
            #"{"source": "aws.events", "detail-type": "Scheduled Event", "account": "111111111111", "detail": {}}"#,
            otherEvent),
        Ignored(
            "an event without a record",
            #"{"source": "aws.iam", "detail-type": "AWS API Call via CloudTrail", "account": "111111111111", "#
                + #""detail": {"eventName": "CreateAccessKey"}}"#, otherEvent),
        Ignored("nobody did it", bridged(by: "null", response: created), otherEvent),
        Ignored("a refused call", bridged(error: #""AccessDenied""#), "IAM refused that call"),
        Ignored("eleven digits", bridged(account: "11111111111", response: created), "it names no account"),
        Ignored(
            "a deactivation",
            bridged(
                "UpdateAccessKey", request: #"{"userName": "anna", "accessKeyId": "\#(key)", "status": "Inactive"}"#),
            notActivated),
        Ignored(
            "a status without a value",
            bridged("UpdateAccessKey", request: #"{"userName": "anna", "accessKeyId": "\#(key)"}"#), notActivated),
        Ignored("an update without parameters", bridged("UpdateAccessKey", request: "null"), notActivated),
        Ignored("another call", bridged("DeleteAccessKey"), "nothing is to be told about DeleteAccessKey"),
        Ignored(
            "a name without end", bridged(String(repeating: "a", count: 500)),
            "nothing is to be told about " + String(repeating: "a", count: 60)),
        Ignored("no response", bridged(), noKey),
        Ignored("a response without a key", bridged(response: #"{"accessKey": {"userName": "anna"}}"#), noKey),
        Ignored("a response of another kind", bridged(response: #"["x"]"#), noKey),
        Ignored(
            "an id that is none", bridged(response: #"{"accessKey": {"accessKeyId": "AKIA-3", "userName": "anna"}}"#),
            noKey),
        Ignored(
            "an activation without a key",
            bridged("UpdateAccessKey", request: #"{"userName": "anna", "status": "Active"}"#), noKey),
        Ignored("no credential", bridged("CreateServiceSpecificCredential"), noCredential),
        Ignored("a credential without an id", credential(#""serviceName": "bedrock.amazonaws.com""#), noCredential),
        Ignored(
            "a credential's id that is none",
            credential(#""serviceSpecificCredentialId": "a/b", "serviceName": "bedrock.amazonaws.com""#), noCredential),
        Ignored(
            "nobody is named",
            bridged(by: session, request: "null", response: #"{"accessKey": {"accessKeyId": "\#(key)"}}"#), noKey),
    ]

    @Test(arguments: ignored)
    func `any other event is ignored, with why`(_ row: Ignored) throws {
        #expect(try FunctionEvent(Array(row.body.utf8)) == .iam(.ignored(row.why)))
    }

    private static func credential(_ members: String) -> String {
        bridged("CreateServiceSpecificCredential", response: #"{"serviceSpecificCredential": {\#(members)}}"#)
    }

    static let credentials = [
        credential(
            #""serviceSpecificCredentialId": "ACCA0000000000000007", "serviceName": "bedrock.amazonaws.com", "#
                + #""userName": "luis", "status": "Active""#),
        // The one who made it is its user.
        credential(
            #""serviceSpecificCredentialId": "ACCA0000000000000007", "serviceName": "bedrock.amazonaws.com""#),
    ]

    @Test(arguments: credentials)
    func `a credential for one service is seen, with its service`(_ body: String) throws {
        guard case .iam(.serviceCredential(let sighting)) = try FunctionEvent(Array(body.utf8)) else {
            Issue.record("it was not seen")
            return
        }
        #expect(sighting.account.rawValue == "111111111111")
        #expect(sighting.userName == "luis")
        #expect(sighting.id == "ACCA0000000000000007")
        #expect(sighting.service == "bedrock.amazonaws.com")
        #expect(sighting.activity.actor == .user(name: "luis", id: Self.luisID))
        #expect(sighting.activity.at == Date(timeIntervalSince1970: 1_773_307_800))
    }

    @Test func `an event without a readable instant is seen all the same`() throws {
        let body = Self.bridged(response: Self.created)
            .replacing(#""eventTime": "2026-03-12T09:30:00Z""#, with: #""eventTime": "yesterday""#)
        guard case .iam(.sighting(let sighting)) = try FunctionEvent(Array(body.utf8)) else {
            Issue.record("it was not seen")
            return
        }
        #expect(sighting.key.rawValue == Self.key)
    }
}
