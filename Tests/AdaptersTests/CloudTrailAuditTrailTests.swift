import AWS
import FoundationEssentials
import KeyPolicy
import KeyWatch
import Synchronization
import Testing

@testable import Adapters

struct CloudTrailAuditTrailTests {
    /// Answers lookups from a script; repeats the last answer.
    final class FakeCloudTrail: HTTPSender {
        private let state: Mutex<(answers: [(status: Int, body: String)], bodies: [String])>

        init(_ answers: [(Int, String)]) { state = Mutex((answers.map { (status: $0.0, body: $0.1) }, [])) }

        var bodies: [String] { state.withLock { $0.bodies } }

        func send(_ request: WireRequest) async throws -> WireResponse {
            let answer = state.withLock { state in
                state.bodies.append(String(decoding: request.body, as: UTF8.self))
                return state.answers.count > 1 ? state.answers.removeFirst() : state.answers[0]
            }
            return WireResponse(status: answer.status, body: Array(answer.body.utf8))
        }
    }

    static func trail(_ sender: FakeCloudTrail) throws -> CloudTrailAuditTrail {
        var settings = AWSTransport.Settings(endpoints: try AWSEndpoints(environment: [:]))
        settings.sleep = { _ in }
        settings.retries = RetryPolicy(maximumAttempts: 1)
        let credentials = try AWSCredentials(accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "not-a-secret")
        return CloudTrailAuditTrail(
            client: CloudTrailClient(
                AWSTransport(
                    sender: sender, settings: settings, credentials: StaticCredentials(credentials),
                    scope: "222222222222")))
    }

    static func key(_ number: Int) -> AccessKeyID {
        guard let id = AccessKeyID(rawValue: "AKIAEXAMPLEKEY00000\(number)") else { preconditionFailure("no key id") }
        return id
    }

    /// An event as a page contains it: its record is text within it.
    private static func event(
        _ number: Int, _ record: [String: String], identity: String = #"{"type":"Root"}"#,
        source: String = "iam.amazonaws.com"
    ) throws -> String {
        let fields = record.map { ",\"\($0.key)\":\($0.value)" }.joined()
        let text = "{\"userIdentity\":\(identity),\"eventSource\":\"\(source)\"\(fields)}"
        let encoded = String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
        return "{\"EventId\":\"e\(number)\",\"EventName\":\"n\",\"EventTime\":\(1000 - number),"
            + "\"CloudTrailEvent\":\(encoded)}"
    }

    static func page(_ events: [String], next: String? = nil) -> (Int, String) {
        (200, "{\"Events\":[\(events.joined(separator: ","))]\(next.map { ",\"NextToken\":\"\($0)\"" } ?? "")}")
    }

    private static func made(_ number: Int) -> [String: String] {
        ["responseElements": #"{"accessKey":{"userName":"ana","accessKeyId":"\#(key(number).rawValue)"}}"#]
    }

    private static func statusChange(_ number: Int, _ status: String) -> [String: String] {
        ["requestParameters": #"{"userName":"ana","accessKeyId":"\#(key(number).rawValue)","status":"\#(status)"}"#]
    }

    private static let creation = KeyActivityQuestion.Kind.creation(
        during: Date(timeIntervalSince1970: 900)...Date(timeIntervalSince1970: 1_000))

    private static func ids(_ answer: [AccessKeyID: KeyActivityLookup]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: answer.map { ($0.key.rawValue.suffix(1).description, "\($0.value.summary)") })
    }

    @Test func `one odd event hides only itself`() async throws {
        let made = try Self.event(1, ["responseElements": #"{"accessKey":{"accessKeyId":"AKIAEXAMPLEKEY000001"}}"#])
        let odd = [
            #"{"EventId":"e9","CloudTrailEvent":"{}"}"#, "null", #"{"EventId":"e8","CloudTrailEvent":"no JSON"}"#,
        ]
        let span = Date(timeIntervalSince1970: 0)...Date(timeIntervalSince1970: 2_000)
        let trail = try Self.trail(FakeCloudTrail([Self.page(odd + [made])]))
        let found = await trail.activities(
            KeyActivityQuestion(.creation(during: span), of: [Self.key(1), Self.key(2)]))
        #expect(found[Self.key(1)]?.activity?.event == "e1")
        // An unread event may be the one that was searched for.
        #expect(found[Self.key(2)] == .unknown("3 events in CloudTrail could not be read"))
    }

    @Test func `one lookup answers for every key, by its id alone`() async throws {
        let sender = FakeCloudTrail([
            Self.page([
                try Self.event(1, Self.made(9)), try Self.event(2, Self.made(1)),
                // Refused, of another service, and without an answer: none of them made a key.
                try Self.event(3, Self.made(2).merging(["errorCode": "\"AccessDenied\""]) { $1 }),
                try Self.event(4, Self.made(2), source: "sts.amazonaws.com"),
                try Self.event(5, ["requestParameters": "null", "responseElements": "null"]),
                try Self.event(6, Self.made(2)),
            ])
        ])
        let answer = await (try Self.trail(sender)).activities(
            KeyActivityQuestion(Self.creation, of: Set([1, 2, 3].map(Self.key))))
        #expect(Self.ids(answer) == ["1": "e2", "2": "e6", "3": "not found"])
        #expect(sender.bodies.count == 1)
        #expect(sender.bodies[0].contains("\"AttributeValue\":\"CreateAccessKey\""))
        #expect(sender.bodies[0].contains("\"StartTime\":900") && sender.bodies[0].contains("\"EndTime\":1000"))
    }

    @Test func `what was done last to a key's status is what counts`() async throws {
        let sender = FakeCloudTrail([
            Self.page([
                try Self.event(1, Self.statusChange(1, "Active")), try Self.event(2, Self.statusChange(2, "Inactive")),
                try Self.event(3, Self.statusChange(1, "Inactive")), try Self.event(4, Self.statusChange(2, "Active")),
                try Self.event(5, Self.statusChange(3, "Active").merging(["errorCode": "\"NoSuchEntity\""]) { $1 }),
            ])
        ])
        let answer = await (try Self.trail(sender)).activities(
            KeyActivityQuestion(.reactivation, of: Set([1, 2, 3].map(Self.key))))
        #expect(Self.ids(answer) == ["1": "e1", "2": "not found", "3": "not found"])
        #expect(sender.bodies[0].contains("\"AttributeValue\":\"UpdateAccessKey\""))
        #expect(!sender.bodies[0].contains("Time"))
    }

    @Test func `it reads no further than necessary, and five pages at most`() async throws {
        let first = Self.page([try Self.event(1, Self.made(1))], next: "2")
        let early = FakeCloudTrail([first])
        _ = await (try Self.trail(early)).activities(KeyActivityQuestion(Self.creation, of: [Self.key(1)]))
        #expect(early.bodies.count == 1)

        let pages = (3...7).map { Self.page([], next: "\($0)") }
        let sender = FakeCloudTrail([first] + pages)
        let answer = await (try Self.trail(sender)).activities(
            KeyActivityQuestion(Self.creation, of: [Self.key(1), Self.key(2)]))
        #expect(sender.bodies.count == 5)
        #expect(
            Self.ids(answer) == [
                "1": "e1", "2": "CloudTrail has many such events, and the newest 250 are about other keys",
            ])
    }

    struct Failing: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let status: Int
        let body: String
        let says: String
    }

    static let failing = [
        Failing(
            testDescription: "denied", status: 400, body: #"{"__type":"AccessDeniedException","Message":"no"}"#,
            says: "cloudtrail:LookupEvents not allowed"),
        Failing(
            testDescription: "throttled", status: 400, body: #"{"__type":"ThrottlingException","Message":"slow"}"#,
            says: "CloudTrail answered with ThrottlingException"),
        Failing(
            testDescription: "broken", status: 500, body: "<h1>", says: "CloudTrail answered with HTTP500"),
        Failing(
            testDescription: "garbage", status: 200, body: "<h1>",
            says: "CloudTrail's answer could not be understood"),
    ]

    @Test(arguments: failing)
    func `an error is reported for the keys that are left`(_ row: Failing) async throws {
        let sender = FakeCloudTrail([
            Self.page([try Self.event(1, Self.made(1))], next: "2"), (row.status, row.body),
        ])
        let answer = await (try Self.trail(sender)).activities(
            KeyActivityQuestion(Self.creation, of: [Self.key(1), Self.key(2)]))
        #expect(Self.ids(answer) == ["1": "e1", "2": row.says])
    }

    // MARK: Who, where and how

    struct Identity: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let identity: CloudTrailIdentity
        let actor: KeyActivity.Actor
    }

    static let identities = [
        Identity(
            testDescription: "a user",
            identity: CloudTrailIdentity(
                type: "IAMUser", principalId: "AIDAEXAMPLEUSER00001", arn: "arn:aws:iam::1:user/teams/ana",
                userName: "ana"), actor: .user(name: "ana", id: UserID(rawValue: "AIDAEXAMPLEUSER00001"))),
        Identity(
            testDescription: "a user known by ARN alone",
            identity: CloudTrailIdentity(type: "IAMUser", arn: "arn:aws:iam::1:user/teams/ana"),
            actor: .user(name: "ana", id: nil)),
        Identity(
            testDescription: "a session",
            identity: CloudTrailIdentity(
                type: "AssumedRole", principalId: "AROA:luis@x", arn: "arn:aws:sts::1:assumed-role/Admin/luis@x",
                sessionContext: CloudTrailIdentity.SessionContext(
                    sessionIssuer: CloudTrailIdentity.SessionContext.Issuer(
                        type: "Role", arn: nil, userName: "AdminRole"))),
            actor: .session(role: "AdminRole", name: "luis@x")),
        Identity(
            testDescription: "a session by ARN alone",
            identity: CloudTrailIdentity(type: "AssumedRole", arn: "arn:aws:sts::1:assumed-role/Admin/luis"),
            actor: .session(role: "Admin", name: "luis")),
        Identity(
            testDescription: "a session without any", identity: CloudTrailIdentity(type: "AssumedRole"),
            actor: .other("AssumedRole")),
        Identity(testDescription: "root", identity: CloudTrailIdentity(type: "Root"), actor: .root),
        Identity(
            testDescription: "a service",
            identity: CloudTrailIdentity(type: "AWSService", invokedBy: "cloudformation.amazonaws.com"),
            actor: .service("cloudformation.amazonaws.com")),
        Identity(
            testDescription: "something new", identity: CloudTrailIdentity(type: "Robot", arn: "arn:robot"),
            actor: .other("arn:robot")),
    ]

    @Test(arguments: identities)
    func `who it was`(_ row: Identity) { #expect(KeyActivity.Actor(row.identity) == row.actor) }

    static let agents: [(agent: String?, fromConsole: Bool, means: KeyActivity.Means)] = [
        ("aws-cli/2.31.0 md/awscrt#0.27.6 command/iam.create-access-key", false, .commandLine),
        ("[aws-cli/1.18.69 Python/3.8.10]", false, .commandLine),
        ("Mozilla/5.0 (X11; Linux x86_64)", true, .console), ("console.amazonaws.com", false, .console),
        ("Mozilla/5.0 (X11; Linux x86_64)", false, .program("Mozilla/5.0")),
        ("Boto3/1.42.0 md/Botocore#1.42.0", false, .program("Boto3/1.42.0")),
        ("APN/1.0 HashiCorp/1.0 Terraform/1.5.0 (+https://www.terraform.io)", false, .program("Terraform/1.5.0")),
        ("cloudformation.amazonaws.com", false, .program("cloudformation.amazonaws.com")),
        (String(repeating: "x", count: 500), false, .program(String(repeating: "x", count: 60))),
        ("", false, .unknown), (" ", false, .unknown), (nil, false, .unknown),
    ]

    @Test(arguments: agents)
    func `what it was done with`(_ agent: String?, _ fromConsole: Bool, _ means: KeyActivity.Means) {
        let record = CloudTrailRecord(
            userIdentity: CloudTrailIdentity(type: "Root"), eventSource: "iam.amazonaws.com", userAgent: agent,
            sessionCredentialFromConsole: fromConsole ? CloudTrailRecord.Flag(isSet: true) : nil)
        #expect(KeyActivity.Means(record) == means)
    }
}

extension KeyActivityLookup {
    fileprivate var summary: String {
        switch self {
        case .found(let activity): activity.event
        case .notFound: "not found"
        case .notAllowed(let permission): "\(permission) not allowed"
        case .unknown(let why): why
        }
    }
}
