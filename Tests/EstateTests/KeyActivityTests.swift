import Foundation
import LocalSlack
import Testing

/// Who created a key, who activated one again and what uses one, from the local AWS's stand-in for CloudTrail to the message in Slack.
struct KeyActivityTests {
    private static let account = "222222222222"
    private static let people = [
        Person.engineer("ana", "U0ANA", age: 40), Person.engineer("bea", "U0BEA", age: 30),
        Person.engineer("luis", "U0CARO", age: 20),
    ]

    @Test(.timeLimit(.minutes(20)))
    func `a new key made by the user itself and one made by an administrator, for one call`() async throws {
        try await Estate.with(checksPermissions: true, people: Self.people) { estate in
            try await estate.goodRun(on: Day(0))
            #expect(try await Self.lookUps(estate) == 0)
            try await estate.turn(to: Day(0, hour: 20))
            let own = try await Self.makeKey(estate, "ana", ["by": "ana", "from": "203.0.113.5", "console": true])
            let given = try await Self.makeKey(estate, "bea", ["by": "luis", "agent": "aws-cli/2.31.0 md/x"])

            let planned = try await estate.relevo("plan", "--on", Day(1).text, "--format", "json")
            expect(planned, endedWith: 0)
            #expect(try Self.activity(of: own, planned.json())?["activity"]?["actor"]?.string == "user ana")
            #expect(try await Self.lookUps(estate) == 1)
            let document = try await estate.goodRun(on: Day(1))
            #expect(try await Self.lookUps(estate) == 2)

            let mine = Self.activity(of: own, document)?["activity"]
            #expect(mine?["byUser"]?.bool == true)
            #expect(mine?["means"]?.string == "console")
            #expect(mine?["source"]?.string == "203.0.113.5")
            #expect(mine?["at"]?.string == Day(0, hour: 20).text)
            let other = Self.activity(of: given, document)?["activity"]
            #expect(other?["actor"]?.string == "user luis")
            #expect(other?["byUser"]?.bool == false)

            let itself = "Created by the user itself, in the AWS console, from `203.0.113.5`."
            let another =
                "*Created by the user `luis`, not by the key's own user*, with the AWS CLI, from `198.51.100.7`."
            let channel = try await Self.word(estate, masked(own))
            #expect(channel.contains(itself))
            #expect(channel.contains(another))
            #expect(try await estate.messages(to: "U0ANA").last?.words.contains(itself) == true)
            #expect(try await estate.messages(to: "U0BEA").last?.words.contains(another) == true)

            try await estate.goodRun(on: Day(2))
            #expect(try await Self.lookUps(estate) == 2)
            let refused = try await estate.proxy.get("/proxy/counts")["statuses"]?["403"]
            #expect(refused == nil)
            try await estate.verify()
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `a key that an administrator activated again is reported with who did it, and stays active`() async throws {
        try await Estate.with(people: [Person.engineer("ana", "U0ANA", age: 76), Self.people[2]]) { estate in
            for day in [0, 5, 10, 15] { try await estate.goodRun(on: Day(day)) }
            let key = try await estate.keyID(of: "ana")
            try #require(try await estate.status(of: "ana") == "Inactive")
            try await estate.turn(to: Day(15, hour: 20))
            try await estate.aws.post(
                "/estate/keys",
                [
                    "accountId": .string(Self.account), "accessKeyId": .string(key), "status": "Active", "by": "luis",
                    "agent": "Boto3/1.42.0 md/Botocore#1.42.0",
                ])
            #expect(try await Self.lookUps(estate) == 0)
            let document = try await estate.goodRun(on: Day(16))
            #expect(try await Self.lookUps(estate) == 1)
            #expect(Self.activity(of: key, document)?["kind"]?.string == "reactivated")
            #expect(Self.activity(of: key, document)?["activity"]?["actor"]?.string == "user luis")
            let said =
                "*Activated by the user `luis`, not by the key's own user*, with `Boto3/1.42.0`, from `198.51.100.7`."
            let word = try await Self.word(estate, "Activated again")
            #expect(word.contains(said))
            #expect(try await estate.messages(to: "U0ANA").contains { $0.words.contains(said) })
            #expect(try await estate.status(of: "ana") == "Active")
            try await estate.goodRun(on: Day(17))
            #expect(try await Self.lookUps(estate) == 1)
            #expect(try await estate.status(of: "ana") == "Active")
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `without the permission it is reported as unknown, nothing else is affected, and doctor names the fix`()
        async throws
    {
        try await Estate.with(checksPermissions: true, people: Self.people) { estate in
            try await estate.goodRun(on: Day(0))
            try await Self.takeLookUpsAway(estate)
            try await estate.turn(to: Day(0, hour: 20))
            let key = try await Self.makeKey(estate, "ana", ["by": "ana"])
            let document = try await estate.goodRun(on: Day(1))
            #expect(Self.activity(of: key, document)?["activity"] == .null)
            #expect(
                Self.activity(of: key, document)?["activityWhy"]?.string?.contains("cloudtrail:LookupEvents") == true)
            let said =
                "Who created it isn't known: Relevo's audit role isn't allowed to call `cloudtrail:LookupEvents`."
            let word = try await Self.word(estate, masked(key))
            #expect(word.contains(said))

            let doctor = try await estate.relevo("doctor", "--format", "json")
            expect(doctor, endedWith: 3)
            let bad = try doctor.json()["checks"]?.list.filter { $0["ok"]?.bool == false } ?? []
            #expect(bad.map { $0["subject"]?.string } == ["222222222222 shop cloudtrail:LookupEvents"])
            #expect(
                bad.first?["fix"]?.string
                    == "Allow cloudtrail:LookupEvents in the policy of arn:aws:iam::222222222222:role/RelevoAudit; "
                    + "`relevo init` writes it.")
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `a CloudTrail that is slow, throttled or broken holds nothing up`() async throws {
        try await Estate.with(people: Self.people) { estate in
            try await estate.goodRun(on: Day(0))
            try await estate.aws.post("/estate/trail", ["accountId": .string(Self.account), "delaySeconds": 900])
            try await estate.turn(to: Day(1, hour: -0.1))
            let fresh = try await Self.makeKey(estate, "ana", ["by": "ana"])
            try await estate.goodRun(on: Day(1))
            #expect(
                try await Self.word(estate, masked(fresh)).contains("isn't known: CloudTrail shows nothing about it."))

            let faults: [(person: String, rule: JSONValue, says: String)] = [
                (
                    "bea", ["kind": "throttled", "action": "LookupEvents", "times": 2], "Created by the user itself"
                ),
                (
                    "luis", ["kind": "garbage", "action": "LookupEvents"],
                    "isn't known: CloudTrail gave no clear answer."
                ),
                (
                    "ana", ["kind": "throttled", "action": "LookupEvents"],
                    "isn't known: CloudTrail gave no clear answer."
                ),
            ]
            for (day, fault) in zip(2..., faults) {
                try await estate.turn(to: Day(day, hour: -1))
                let key = try await Self.makeKey(estate, fault.person, ["by": .string(fault.person)])
                try await estate.proxy.post("/proxy/rules", [fault.rule])
                try await estate.goodRun(on: Day(day))
                try await estate.proxy.delete("/proxy/rules")
                let word = try await Self.word(estate, masked(key))
                #expect(word.contains(fault.says))
            }
            // Each is reported once, whatever is known by now.
            let before = try await estate.messages(to: "U0ANA").count
            try await estate.goodRun(on: Day(6))
            #expect(try await estate.messages(to: "U0ANA").count == before)
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `a notice says what uses its key, for one call in each of two Regions`() async throws {
        let people = [Person.engineer("ana", "U0ANA", age: 76), Person.engineer("bea", "U0BEA", age: 40)]
        try await Estate.with(checksPermissions: true, people: people) { estate in
            for user in ["ana", "bea"] {
                try await estate.aws.post(
                    "/estate/keys",
                    [
                        "accountId": .string(Self.account), "accessKeyId": .string(try await estate.keyID(of: user)),
                        "lastUsed": [
                            "at": .string(Day(0, hour: -5).text), "service": "ec2", "region": "eu-west-1",
                            "call": "RunInstances", "from": "203.0.113.7",
                            "agent": "APN/1.0 HashiCorp/1.0 Terraform/1.9.5 aws-sdk-go-v2/1.30.3",
                        ],
                    ])
            }
            let before = try await Self.lookUps(estate)
            try await estate.goodRun(on: Day(0))
            #expect(try await Self.lookUps(estate) == before + 2)
            let words = try #require(try await estate.messages(to: "U0ANA").last?.words)
            #expect(words.contains("by Terraform 1.9 from 203.0.113.7 to call EC2 in eu-west-1."))

            // The second notice of the round asks again; a failure loses only that line.
            try await estate.goodRun(on: Day(1))
            #expect(try await Self.lookUps(estate) == before + 2)
            try await estate.proxy.post("/proxy/rules", ["kind": "throttled", "action": "LookupEvents"])
            try await estate.goodRun(on: Day(5))
            try await estate.proxy.delete("/proxy/rules")
            let second = try #require(try await estate.messages(to: "U0ANA").last?.words)
            #expect(second.contains(": ec2 in eu-west-1.") && !second.contains("Terraform"))
        }
    }

    // MARK: What the tests share

    /// Look-ups so far, in the account of the story.
    private static func lookUps(_ estate: Estate) async throws -> Double {
        try await estate.proxy.get("/proxy/counts")["counts"]?[account]?["cloudtrail:LookupEvents"]?.number ?? 0
    }

    private static func makeKey(_ estate: Estate, _ user: String, _ more: [String: JSONValue]) async throws -> String {
        let wish = more.merging(["accountId": .string(account), "userName": .string(user)]) { $1 }
        return try #require(try await estate.aws.post("/estate/keys", .object(wish))["accessKeyId"]?.string)
    }

    /// The action about a key that has an author, as JSON.
    private static func activity(of key: String, _ document: JSONValue) -> JSONValue? {
        document["actions"]?.list.first {
            $0["accessKeyId"]?.string == key && ["newKey", "reactivated"].contains($0["kind"]?.string)
        }
    }

    /// The last message at the channel's top level that says something: each is an alarm.
    private static func word(_ estate: Estate, _ text: String) async throws -> String {
        let channel = try await estate.messages(in: Estate.channel, threads: false)
        return try #require(channel.last { $0.words.contains(text) && !$0.words.contains("Relevo is done") }).words
    }

    /// As an administrator would: over the wire.
    private static func takeLookUpsAway(_ estate: Estate) async throws {
        let all = #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#
        let admin = try await estate.aws.post(
            "/estate/users",
            [
                "accountId": .string(account), "userName": "admin", "tags": ["type": "machine"],
                "policies": ["all": .string(all)], "keys": [[:]],
            ])
        let key = try #require(admin["keys"]?.list.first)
        let ended = try await ChildProcess(
            Programs.python, ["-c", script, estate.aws.url],
            environment: Programs.environment.merging([
                "AWS_ACCESS_KEY_ID": key["accessKeyId"]?.string ?? "",
                "AWS_SECRET_ACCESS_KEY": key["secretAccessKey"]?.string ?? "", "AWS_DEFAULT_REGION": "us-east-1",
                "HOME": estate.folder.path, "PYTHONDONTWRITEBYTECODE": "1",
            ]) { $1 }, in: estate.folder, name: "take"
        ).ended()
        expect(ended, endedWith: 0)
    }

    private static let script = """
        import json, sys, boto3
        iam = boto3.client("iam", endpoint_url=sys.argv[1])
        for name in iam.list_role_policies(RoleName="RelevoAudit")["PolicyNames"]:
            policy = iam.get_role_policy(RoleName="RelevoAudit", PolicyName=name)["PolicyDocument"]
            policy = json.loads(policy) if isinstance(policy, str) else policy
            for statement in policy["Statement"]:
                statement["Action"] = [a for a in statement["Action"] if a != "cloudtrail:LookupEvents"]
            iam.put_role_policy(RoleName="RelevoAudit", PolicyName=name, PolicyDocument=json.dumps(policy))
        """
}
