extension BadInputTests {
    /// Credentials and settings of AWS: what is in `~/.aws` and in the environment.
    static let profiles: [BadInput] = [
        // The files
        profile(
            "a profile that isn't there", "[profile other]\nregion = us-east-1",
            says: """
                relevo: There is no profile ops in DIR/.aws/config or DIR/.aws/credentials; check AWS_PROFILE and \
                source_profile.
                """),
        profile(
            "a line that is no setting", "[profile ops]\nregion us-east-1",
            says: """
                relevo: DIR/.aws/config, line 2: neither a section, nor name = value, nor a comment.
                """),
        profile(
            "a setting before any section", "region = us-east-1\n[profile ops]",
            says: "relevo: DIR/.aws/config, line 1: a setting before any section."),
        profile(
            "a section that is never closed", "[profile ops\nregion = us-east-1",
            says: "relevo: DIR/.aws/config, line 1: a section without its closing bracket."),
        profile(
            "a setting that occurs twice", "[profile ops]\nregion = a\nregion = b",
            says: "relevo: DIR/.aws/config, line 3: a setting that occurs twice."),
        profile(
            "a profile without credentials", "[profile ops]\nregion = us-east-1",
            says: """
                relevo: Profile ops has no credentials; add aws_access_key_id and aws_secret_access_key, or role_arn \
                and source_profile.
                """),
        BadInput(
            testDescription: "profiles that aren't UTF-8", command: ["scan"], environment: noKeys,
            put: { estate in
                try estate.profiles("")
                try estate.folder.write([0x5B, 0xFF, 0x5D], to: ".aws/config")
            }, status: 1,
            says: """
                relevo: There is no profile ops in DIR/.aws/config or DIR/.aws/credentials; check AWS_PROFILE and \
                source_profile. DIR/.aws/config, line 1: bytes that are not UTF-8 text.
                """),
        profile(
            "a character that doesn't show", "[profile ops]\nregion = us-east-1\u{200B}",
            says: "relevo: DIR/.aws/config, line 2: the character U+200B, which is not visible; remove it."),
        profile(
            "a byte order mark", "\u{FEFF}[profile ops]\nregion = us-east-1",
            says: "relevo: DIR/.aws/config, line 1: a byte order mark (U+FEFF); save the file without one."),
        profile(
            "a profile's name of two words", "[profile ops]\nsource_profile = my team\n\(role)\n[profile my team]",
            says: """
                relevo: DIR/.aws/config, line 4: a section whose name is not one word; put quotes around a name with \
                spaces.
                """),
        profile(
            "a role without a value", "[profile ops]\nrole_arn =\nsource_profile = base\n\(base)",
            says: "relevo: Profile ops has a role_arn without a value; fill it in, or remove it."),
        profile(
            "a role below its name", "[profile ops]\nrole_arn =\n  source_profile = base\n\(base)",
            says: """
                relevo: DIR/.aws/config, line 3: settings indented below role_arn, which has no value; write its value \
                after the equals sign.
                """),
        BadInput(
            testDescription: "profiles of 2 MB", command: ["scan"], environment: noKeys,
            put: { try $0.profiles(String(repeating: "# nothing\n", count: 200_000)) }, status: 1,
            says: """
                relevo: DIR/.aws/config is larger than 1048576 bytes and can't be an AWS configuration file.
                """),
        BadInput(
            testDescription: "a folder as the file of profiles", command: ["scan"], environment: noKeys,
            put: { try $0.folder.makeFolder(".aws/config") }, status: 1,
            says: """
                relevo: There is no profile ops in DIR/.aws/config or DIR/.aws/credentials; check AWS_PROFILE and \
                source_profile.
                """),
        // Roles
        profile(
            "profiles that name each other",
            """
            [profile ops]
            role_arn = arn:aws:iam::111111111111:role/a
            source_profile = base
            [profile base]
            role_arn = arn:aws:iam::111111111111:role/b
            source_profile = ops
            """,
            says: """
                relevo: The profiles ops → base → ops form a loop of source_profile; remove one of these settings.
                """),
        profile(
            "a profile that wants a code",
            "[profile ops]\n\(role)\nsource_profile = base\nmfa_serial = arn:aws:iam::111111111111:mfa/ana\n\(base)",
            says: """
                relevo: Profile ops requires an MFA code (mfa_serial), which an unattended run can't enter; start \
                with `aws-vault exec ops -- …`, or use a profile whose role requires none.
                """),
        profile(
            "a source that isn't there", "[profile ops]\n\(role)\nsource_profile = gone",
            says: """
                relevo: There is no profile gone in DIR/.aws/config or DIR/.aws/credentials; check AWS_PROFILE and \
                source_profile.
                """),
        profile(
            "a role without a source", "[profile ops]\n\(role)",
            says: "relevo: Profile ops has role_arn but no source_profile; add one."),
        profile(
            "an unknown source", "[profile ops]\n\(role)\ncredential_source = Laptop",
            says: """
                relevo: Profile ops has credential_source = Laptop; it must be Environment, EcsContainer or \
                Ec2InstanceMetadata.
                """),
        profile(
            "a role for a minute", "[profile ops]\n\(role)\nsource_profile = base\nduration_seconds = 60\n\(base)",
            says: "relevo: The duration_seconds of profile ops must be a whole number from 900 to 43200."),
        // Programs
        profile(
            "a program that fails",
            "[profile ops]\ncredential_process = sh -c \"echo 'vault is locked' >&2; exit 3\"",
            says: """
                relevo: credential_process of profile ops (sh) failed with status 3: vault is locked; run it \
                yourself to see more.
                """),
        profile(
            "a program that prints something else", "[profile ops]\ncredential_process = echo hello",
            says: """
                relevo: credential_process of profile ops (echo) did not print JSON with Version, AccessKeyId and \
                SecretAccessKey.
                """),
        profile(
            "a program that isn't there", "[profile ops]\ncredential_process = no-such-vault get",
            says: """
                relevo: credential_process of profile ops (no-such-vault) was not found; install it, or write its \
                full path.
                """),
        profile(
            "a program that can't be started", "[profile ops]\ncredential_process = /etc/passwd",
            says: """
                relevo: credential_process of profile ops (/etc/passwd) could not be started; check its permissions.
                """),
        profile(
            "a program with an open quote", "[profile ops]\ncredential_process = vault 'get",
            says: """
                relevo: credential_process of profile ops has an unclosed quote, or names no program.
                """),
        profile(
            "a program that prints without end", "[profile ops]\ncredential_process = head -c 9000000 /dev/zero",
            says: """
                relevo: credential_process of profile ops (head) printed more than 65536 bytes, which cannot be \
                credentials.
                """),
        // Sign-ins
        profile(
            "a sign-in that never happened", sso,
            says: """
                relevo: There is no sign-in to AWS IAM Identity Center; run `aws sso login --profile ops`, or use \
                another kind of credentials for unattended runs.
                """),
        BadInput(
            testDescription: "a sign-in that has ended", command: ["scan"], environment: noKeys,
            put: { estate in
                try estate.profiles(sso)
                try estate.folder.write(
                    "{\"accessToken\": \"t\", \"expiresAt\": \"2020-01-01T00:00:00Z\"}", into: ".aws/sso/cache",
                    "\(ssoKey).json")
            }, status: 1,
            says: """
                relevo: The sign-in to AWS IAM Identity Center has expired; run `aws sso login --profile ops`, or \
                use another kind of credentials for unattended runs.
                """),
        BadInput(
            testDescription: "a sign-in that is no JSON", command: ["scan"], environment: noKeys,
            put: { estate in
                try estate.profiles(sso)
                try estate.folder.write("hello", into: ".aws/sso/cache", "\(ssoKey).json")
            }, status: 1,
            says: """
                relevo: DIR/.aws/sso/cache/7622094813f756851992d7df7770e8eedff592c3.json is not what `aws sso login` \
                writes; run `aws sso login --profile ops`, or use another kind of credentials for unattended runs.
                """),
        // The environment
        environment(
            "no credentials at all", ["AWS_PROFILE": ""],
            says: """
                relevo: No AWS credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or \
                AWS_PROFILE.
                """),
        environment(
            "half a pair of keys", ["AWS_PROFILE": "", "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE"],
            says: """
                relevo: Only one of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY is set; set both or neither.
                """),
        environment(
            "a secret with a space",
            ["AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "half a SECRET"],
            says: """
                relevo: The AWS secret access key contains a character that is not valid there; copy it again.
                """),
        environment(
            "keys that AWS doesn't know",
            ["AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "a-secret-of-somebody-else"],
            says: """
                relevo: STS GetCallerIdentity (hub) was refused with InvalidClientTokenId: The security token \
                included in the request is invalid (HTTP 403, request ID). Check that AKIA…KEY \
                (environment) exists and is active, belongs to this partition, and comes with its session token.
                """),
        environment(
            "a web identity's token that isn't there",
            ["AWS_PROFILE": "", "AWS_WEB_IDENTITY_TOKEN_FILE": "gone", "AWS_ROLE_ARN": "arn:aws:iam::1:role/a"],
            says: "relevo: The web identity token file gone does not exist; check the program that writes it."),
        environment(
            "a web identity without a role", ["AWS_PROFILE": "", "AWS_WEB_IDENTITY_TOKEN_FILE": "relevo.yaml"],
            says: """
                relevo: A web identity token file is configured without a role; set AWS_ROLE_ARN, or role_arn in the \
                profile.
                """),
        environment(
            "a container's address elsewhere",
            ["AWS_PROFILE": "", "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://example.com/creds"], 64,
            says: """
                relevo: AWS_CONTAINER_CREDENTIALS_FULL_URI names a host that may only be used with TLS; use https, a \
                loopback address, 169.254.170.2, 169.254.170.23 or fd00:ec2::23.
                """),
        environment(
            "an endpoint that is no address",
            [
                "AWS_PROFILE": "", "AWS_ENDPOINT_URL": "localhost", "AWS_ACCESS_KEY_ID": "a",
                "AWS_SECRET_ACCESS_KEY": "b",
            ], 64,
            says: """
                relevo: AWS_ENDPOINT_URL is not a valid endpoint; write it as https://host or http://host:port.
                """),
        environment(
            "a region that can't be one", ["AWS_REGION": "us east 1"], 64,
            says: "relevo: The configured AWS region is not valid; write it like us-east-1."),
        environment(
            "a region of another partition", ["AWS_REGION": "us-iso-east-1"], 64,
            says: """
                relevo: The AWS region us-iso-east-1 is in none of the supported partitions (aws, aws-cn, aws-us-gov, \
                aws-eusc); choose a region of one of them, such as us-east-1.
                """),
        environment(
            "certificates that aren't there", ["AWS_CA_BUNDLE": "gone.pem"], 64,
            says: """
                relevo: AWS_CA_BUNDLE names gone.pem, which cannot be read as PEM certificates.
                """),
        environment(
            "certificates that are none", ["AWS_CA_BUNDLE": "relevo.yaml"], 64,
            says: """
                relevo: AWS_CA_BUNDLE names relevo.yaml, which cannot be read as PEM certificates.
                """),
        environment(
            "a proxy that is no address", ["HTTP_PROXY": "::::", "http_proxy": "::::"], 64,
            says: """
                relevo: http_proxy is not a valid proxy address; write it like http://proxy:8080.
                """),
    ]

    private static let noKeys = ["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_PROFILE": "ops"]
    private static let role = "role_arn = arn:aws:iam::111111111111:role/ops"
    private static let base = """
        [profile base]
        aws_access_key_id = AKIAIOSFODNN7EXAMPLE
        aws_secret_access_key = a-secret-of-somebody-else
        """
    private static let sso = """
        [profile ops]
        sso_session = andina
        sso_account_id = 111111111111
        sso_role_name = ops
        [sso-session andina]
        sso_region = us-east-1
        sso_start_url = https://andina.awsapps.com/start
        """
    /// Of the session's name.
    private static let ssoKey = "7622094813f756851992d7df7770e8eedff592c3"

    private static func profile(_ name: String, _ config: String, says: String) -> BadInput {
        BadInput(
            testDescription: name, command: ["scan"], environment: noKeys, put: { try $0.profiles(config) }, status: 1,
            says: says)
    }

    private static func environment(_ name: String, _ environment: [String: String], _ status: Int32 = 1, says: String)
        -> BadInput
    {
        BadInput(
            testDescription: name, command: ["scan"], environment: noKeys.merging(environment) { $1 }, put: { _ in },
            status: status, says: says)
    }
}
