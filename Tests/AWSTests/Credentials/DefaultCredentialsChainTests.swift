import NIOHTTP1
import Testing

@testable import AWS

struct DefaultCredentialsChainTests {
    private func chain(
        _ environment: [String: String] = [:], config: String = "", credentials: String = "",
        sender: ScriptedSender = ScriptedSender([])
    ) throws -> DefaultCredentialsChain {
        try Made.chain(environment, config: config, credentials: credentials, sender: sender)
    }

    private let keys = "[default]\naws_access_key_id = AKIAFROMFILE12345678\naws_secret_access_key = file-secret\n"

    @Test func `the environment comes first`() async throws {
        let found = try chain(
            [
                "AWS_ACCESS_KEY_ID": "AKIAFROMENV", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t",
                "AWS_PROFILE": "x",
            ],
            credentials: keys)
        let credentials = try await found.credentials()
        #expect(credentials.accessKeyID == "AKIAFROMENV" && credentials.sessionToken == "t")
        #expect(found.origin == "environment")
    }

    @Test func `then the default profile`() async throws {
        let found = try chain(credentials: keys)
        #expect(try await found.credentials().accessKeyID == "AKIAFROMFILE12345678")
        #expect(found.origin == "profile default")
    }

    @Test func `the credentials file wins over the config file`() async throws {
        let found = try chain(
            config: "[default]\naws_access_key_id = AKIAOTHER\naws_secret_access_key = other\n", credentials: keys)
        #expect(try await found.credentials().accessKeyID == "AKIAFROMFILE12345678")
    }

    @Test func `a profile assumes its role with its source's keys`() async throws {
        let sender = ScriptedSender([try .ok("sts.AssumeRole_1.xml")])
        let found = try chain(
            ["AWS_PROFILE": "hub"],
            config: """
                [profile hub]
                role_arn = arn:aws:iam::222222222222:role/RelevoAudit
                source_profile = default
                external_id = id-1
                duration_seconds = 900
                """, credentials: keys, sender: sender)
        #expect(try await found.credentials().accessKeyID == "ASIAIOSFODNN7EXAMPLE")
        #expect(
            sender.bodies == [
                "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A222222222222%3Arole%2FRelevoAudit"
                    + "&RoleSessionName=relevo-1&DurationSeconds=900&ExternalId=id-1"
            ])
        let authorization = sender.requests.first?.headers.first(name: "Authorization")
        #expect(authorization?.contains("Credential=AKIAFROMFILE12345678/") == true)
    }

    @Test func `a role may assume another role, and a profile may be its own source`() async throws {
        let sender = ScriptedSender(try Array(repeating: .ok("sts.AssumeRole_1.xml"), count: 2))
        let found = try chain(
            ["AWS_PROFILE": "b"],
            config: """
                [profile a]
                role_arn = arn:aws:iam::222222222222:role/a
                source_profile = a
                aws_access_key_id = AKIAOFA
                aws_secret_access_key = s
                role_session_name = me
                [profile b]
                role_arn = arn:aws:iam::333333333333:role/b
                source_profile = a
                """, sender: sender)
        _ = try await found.credentials()
        #expect(sender.requests.count == 2)
        #expect(sender.requests.first?.headers.first(name: "Authorization")?.contains("AKIAOFA/") == true)
        #expect(sender.bodies.first?.contains("RoleSessionName=me&") == true)
        #expect(sender.requests.last?.headers.first(name: "Authorization")?.contains("ASIAIOSFODNN7EXAMPLE/") == true)
    }

    @Test func `a role's source may be the environment`() async throws {
        let config = "[profile a]\nrole_arn = arn:aws:iam::222222222222:role/a\ncredential_source = Environment\n"
        let error = #expect(throws: AWSError.self) { try chain(["AWS_PROFILE": "a"], config: config) }
        #expect(error?.description.contains("AWS_SECRET_ACCESS_KEY are not set") == true)
    }

    @Test func `a role's source may be the container or the instance`() async throws {
        for source in ["EcsContainer", "Ec2InstanceMetadata"] {
            var steps: [ScriptedSender.Step] = [
                .text(200, Made.document("ASIASOURCE")), try .ok("sts.AssumeRole_1.xml"),
            ]
            if source == "Ec2InstanceMetadata" { steps = [.text(200, "token"), .text(200, "role")] + steps }
            let sender = ScriptedSender(steps)
            let found = try chain(
                ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x"],
                config: "[default]\nrole_arn = arn:aws:iam::222222222222:role/a\ncredential_source = \(source)\n",
                sender: sender)
            #expect(try await found.credentials().accessKeyID == "ASIAIOSFODNN7EXAMPLE")
            let authorization = sender.requests.last?.headers.first(name: "Authorization")
            #expect(authorization?.contains("Credential=ASIASOURCE/") == true)
        }
    }

    static let refused: [(name: String, environment: [String: String], config: String, words: String)] = [
        ("nothing", ["AWS_EC2_METADATA_DISABLED": "true"], "", "No AWS credentials were found; set AWS_ACCESS_KEY_ID"),
        ("half a pair", ["AWS_ACCESS_KEY_ID": "AKIA"], "", "Only one of AWS_ACCESS_KEY_ID"),
        ("web identity without a role", ["AWS_WEB_IDENTITY_TOKEN_FILE": "/t"], "", "without a role; set AWS_ROLE_ARN"),
        ("container", ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://a/"], "", "only be used with TLS; use https"),
        ("missing profile", ["AWS_PROFILE": "nobody"], "", "There is no profile nobody in /home/me/.aws/config or"),
        ("missing source", [:], "[default]\nrole_arn = arn:x\nsource_profile = gone", "There is no profile gone"),
        (
            "loop", [:],
            "[default]\nrole_arn = arn:x\nsource_profile = a\n[profile a]\nrole_arn = arn:y\nsource_profile = default",
            "The profiles default → a → default form a loop"
        ),
        (
            "MFA", [:], "[default]\nrole_arn = arn:x\nsource_profile = a\nmfa_serial = arn:m",
            "start with `aws-vault exec default"
        ),
        ("no source", [:], "[default]\nrole_arn = arn:x", "has role_arn but no source_profile"),
        (
            "two sources", [:], "[default]\nrole_arn = arn:x\nsource_profile = a\ncredential_source = Environment",
            "keep one"
        ),
        ("own source without keys", [:], "[default]\nrole_arn = arn:x\nsource_profile = default", "has no credentials"),
        (
            "source without credentials", [:],
            "[default]\nrole_arn = arn:x\nsource_profile = a\n[profile a]\nregion = x", "Profile a has no credentials"
        ),
        (
            "unknown source", [:], "[default]\nrole_arn = arn:x\ncredential_source = Elsewhere",
            "it must be Environment, EcsContainer or Ec2InstanceMetadata"
        ),
        (
            "no container", [:], "[default]\nrole_arn = arn:x\ncredential_source = EcsContainer",
            "neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor _FULL_URI is set"
        ),
        (
            "no instance", ["AWS_EC2_METADATA_DISABLED": "true"],
            "[default]\nrole_arn = arn:x\ncredential_source = Ec2InstanceMetadata", "AWS_EC2_METADATA_DISABLED is set"
        ),
        ("an open quote", [:], "[default]\ncredential_process = /bin/x 'y", "programs can't be started here"),
        (
            "SSO without its session", [:], "[default]\nsso_session = x\nsso_account_id = 1\nsso_role_name = r",
            "names the sso-session x, which does not exist"
        ),
        (
            "SSO without a role", [:], "[default]\nsso_start_url = x\nsso_account_id = 1",
            "signs in through SSO but has no sso_role_name; add it"
        ),
        ("aws login", [:], "[default]\nlogin_session = x", "`aws login`, which is not supported; run"),
        ("half a pair in the profile", [:], "[default]\naws_access_key_id = AKIA", "only one of aws_access_key_id"),
        (
            "empty profile", ["AWS_EC2_METADATA_DISABLED": "true"], "[default]\nregion = us-east-1",
            "Profile default has no credentials"
        ),
        (
            "duration", [:],
            "[default]\nrole_arn = arn:x\nsource_profile = default\naws_access_key_id = A\naws_secret_access_key = s\nduration_seconds = 60",
            "must be a whole number from 900"
        ),
        ("broken file", [:], "[default]\nhunter2", "/home/me/.aws/config, line 2: neither"),
    ]

    @Test(arguments: refused.map(\.name))
    func `says what is missing and how to fix it`(_ name: String) throws {
        let row = try #require(Self.refused.first { $0.name == name })
        let error = #expect(throws: AWSError.self) { try chain(row.environment, config: row.config) }
        #expect(error?.description.contains(row.words) == true, "\(String(describing: error))")
        #expect(error?.description.contains("hunter2") == false)
    }
}
