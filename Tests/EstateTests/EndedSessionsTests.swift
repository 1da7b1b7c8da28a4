import AWS
import Foundation
import LocalSlack
import Testing

/// Sessions that end in the middle of a run, long before their time: they are renewed, never with more rights.
struct EndedSessionsTests {
    private static let account = "222222222222"

    /// Enough users for a scan to have a middle, and ana, whose key is due on day 6.
    private static let people =
        (0..<120).map { number in
            Person(
                name: "machine-\(100 + number)", tags: ["type": "machine", "team": "payments"], age: 1 + number % 40)
        } + [Person.engineer("ana", "U0ANA", age: 85)]

    private static func with(_ body: @Sendable @escaping (Estate) async throws -> Void) async throws {
        try await Estate.with(checksPermissions: true, people: people, body)
    }

    /// Lets RelevoAudit do everything, so that only the session policy prevents a write.
    private static let widenAudit = """
        import sys, boto3, json
        everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
        iam = boto3.client("iam", endpoint_url=sys.argv[1])
        iam.put_role_policy(RoleName="RelevoAudit", PolicyName="Everything", PolicyDocument=json.dumps(everything))
        """

    /// Starts a run on a day, and lets `interrupt` happen while its users are being listed.
    private static func run(
        _ estate: Estate, on day: Day, environment: [String: String] = [:],
        interrupt: () async throws -> Void
    ) async throws -> Ended {
        try await estate.turn(to: day)
        try await estate.proxy.post("/proxy/latency", ["ms": 60])
        try await estate.proxy.get("/proxy/counts?reset=1")
        let run = try estate.start(["run", "--on", day.text, "--format", "json"], environment: environment)
        do {
            try await wait(for: "the middle of the scan") {
                guard run.isRunning else { throw WaitedTooLong(what: "the scan: the run is over") }
                return try await estate.calls("iam:ListAccessKeys", in: account) >= 20
            }
            try await interrupt()
        } catch {
            try await run.kill()
            throw error
        }
        return try await run.ended()
    }

    private static func refusals(_ estate: Estate) async throws -> Int {
        Int(try await estate.proxy.get("/proxy/counts")["statuses"]?["403"]?.number ?? 0)
    }

    @Test(.timeLimit(.minutes(20)))
    func `a scan whose session ends in its middle is completed under the same session policy`() async throws {
        try await Self.with { estate in
            try await estate.administer(Self.account, Self.widenAudit)
            let ended = try await Self.run(estate, on: Day(0)) { try await estate.expireSessions(in: Self.account) }
            expect(ended, endedWith: 0)
            #expect(try ended.json()["accounts"]?.list.allSatisfy { $0["complete"] == true } == true)
            let refused = try await Self.refusals(estate)
            #expect((1...8).contains(refused), "eight listings are under way at a time: \(refused)")

            // One renewal, however many calls were refused, with the same rights.
            let sessions = try await estate.sessions(of: "RelevoAudit", in: Self.account)
            #expect(sessions.count == 2)
            #expect(Set(sessions.map(\.policy)).count == 1)
            let renewed = try #require(sessions.last)
            let key = try await estate.keyID(of: "ana")
            let transport = try renewed.transport(estate)
            #expect(try await IAMClient(transport).accessKeys(userName: "ana").map(\.id) == [key])
            let error = await #expect(throws: AWSError.self) {
                try await KeyDeactivationClient(transport).deactivate(
                    userName: "ana", accessKeyID: key, before: .distantFuture)
            }
            #expect(error?.isAccessDenied == true)

            // The rest of the ladder, with nothing left over.
            try await estate.proxy.post("/proxy/latency", ["ms": 0])
            try await estate.goodRun(on: Day(6))
            #expect(try await estate.status(of: "ana") == "Inactive")
            try await estate.verify()
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `a deactivation whose session has ended is made under another one of the same user alone`() async throws {
        try await Self.with { estate in
            try await estate.goodRun(on: Day(0))
            let ended = """
                <ErrorResponse><Error><Code>ExpiredToken</Code><Message>The security token is expired</Message></Error>\
                </ErrorResponse>
                """
            try await estate.proxy.post(
                "/proxy/rules",
                ["kind": "answer", "action": "UpdateAccessKey", "status": 403, "body": .string(ended), "times": 1])
            try await estate.goodRun(on: Day(6))
            #expect(try await estate.deactivations() == [try await estate.keyID(of: "ana")])
            #expect(try await estate.calls("iam:UpdateAccessKey", in: Self.account) == 2)
            let sessions = try await estate.sessions(of: "RelevoEnforce", in: Self.account)
            #expect(sessions.count == 2)
            #expect(Set(sessions.map(\.policy)).count == 1)
            #expect(sessions.allSatisfy { $0.policy.contains(":user/ana\"") })
        }
    }

    /// A role for the hub itself, and a program that hands out a new session of it each time it is asked.
    private static let hubRole = """
        import sys, boto3, json
        trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                 "Principal": {"AWS": "arn:aws:iam::111111111111:root"}}]}
        allowed = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*",
                   "Action": ["sts:AssumeRole", "organizations:ListAccounts"]}]}
        iam = boto3.client("iam", endpoint_url=sys.argv[1])
        iam.create_role(RoleName="Hub", AssumeRolePolicyDocument=json.dumps(trust), MaxSessionDuration=3600)
        iam.put_role_policy(RoleName="Hub", PolicyName="Hub", PolicyDocument=json.dumps(allowed))
        """

    private static func program(_ estate: Estate, _ key: (id: String, secret: String)) -> String {
        """
        import boto3, json
        with open("asked", "a") as asked: asked.write("x")
        sts = boto3.client("sts", endpoint_url="\(estate.aws.url)", region_name="us-east-1",
            aws_access_key_id="\(key.id)", aws_secret_access_key="\(key.secret)")
        given = sts.assume_role(RoleArn="arn:aws:iam::111111111111:role/Hub", RoleSessionName="hub")["Credentials"]
        print(json.dumps({"Version": 1, "AccessKeyId": given["AccessKeyId"], "Expiration": given["Expiration"].isoformat(),
            "SecretAccessKey": given["SecretAccessKey"], "SessionToken": given["SessionToken"]}))
        """
    }

    @Test(.timeLimit(.minutes(20)))
    func `the hub's own session from a program, and the account's with it, end in the middle of a scan`() async throws {
        try await Self.with { estate in
            try await estate.administer(Estate.hub, Self.hubRole)
            try estate.folder.write(
                Self.program(estate, try await estate.administrator(of: Estate.hub)), to: "session.py")
            try estate.folder.write(
                "[profile hub]\ncredential_process = \(Programs.python) session.py\n", to: "aws.config")
            let environment = [
                "AWS_PROFILE": "hub", "AWS_CONFIG_FILE": estate.folder.file("aws.config"), "AWS_ACCESS_KEY_ID": "",
                "AWS_SECRET_ACCESS_KEY": "",
            ]
            let ended = try await Self.run(estate, on: Day(0), environment: environment) {
                for account in [Estate.hub, Self.account] { try await estate.expireSessions(in: account) }
            }
            expect(ended, endedWith: 0)
            #expect(try ended.json()["accounts"]?.list.allSatisfy { $0["complete"] == true } == true)
            #expect(try estate.folder.text("asked") == "xx", "the program is asked at the start and once more")
            let sessions = try await estate.sessions(of: "RelevoAudit", in: Self.account)
            #expect(sessions.count == 2 && Set(sessions.map(\.policy)).count == 1)
            #expect(try await estate.messages(to: "U0ANA").count == 1)
        }
    }
}
