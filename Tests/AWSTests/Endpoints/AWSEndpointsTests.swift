import Testing

@testable import AWS

struct AWSEndpointsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var environment: [String: String]
        var service = AWSService.iam
        var url: String
        var region: String

        init(
            _ name: String, _ environment: [String: String], _ service: AWSService = .iam, _ url: String,
            _ region: String
        ) {
            testDescription = name
            self.environment = environment
            self.service = service
            self.url = url
            self.region = region
        }
    }

    static let standard = [
        Case("IAM", [:], .iam, "https://iam.amazonaws.com/", "us-east-1"),
        Case("IAM, other region", ["AWS_REGION": "eu-west-1"], .iam, "https://iam.amazonaws.com/", "us-east-1"),
        Case("STS", [:], .sts, "https://sts.us-east-1.amazonaws.com/", "us-east-1"),
        Case("STS, region", ["AWS_REGION": "sa-east-1"], .sts, "https://sts.sa-east-1.amazonaws.com/", "sa-east-1"),
        Case(
            "STS, default region", ["AWS_DEFAULT_REGION": "sa-east-1"], .sts, "https://sts.sa-east-1.amazonaws.com/",
            "sa-east-1"),
        Case(
            "STS, both", ["AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "us-iso-east-1"], .sts,
            "https://sts.eu-west-1.amazonaws.com/", "eu-west-1"),
        Case(
            "Organizations", ["AWS_REGION": "eu-west-1"], .organizations,
            "https://organizations.us-east-1.amazonaws.com/", "us-east-1"),
        Case(
            "GovCloud IAM", ["AWS_REGION": "us-gov-east-1"], .iam, "https://iam.us-gov.amazonaws.com/", "us-gov-west-1"),
        Case(
            "GovCloud STS", ["AWS_REGION": "us-gov-east-1"], .sts, "https://sts.us-gov-east-1.amazonaws.com/",
            "us-gov-east-1"),
        Case(
            "China IAM", ["AWS_REGION": "cn-northwest-1"], .iam, "https://iam.cn-north-1.amazonaws.com.cn/",
            "cn-north-1"),
        Case(
            "China Organizations", ["AWS_REGION": "cn-north-1"], .organizations,
            "https://organizations.cn-northwest-1.amazonaws.com.cn/", "cn-northwest-1"),
        Case(
            "EU sovereign IAM", ["AWS_REGION": "eusc-de-east-1"], .iam, "https://iam.eusc-de-east-1.amazonaws.eu/",
            "eusc-de-east-1"),
        Case(
            "CloudTrail, where IAM is", ["AWS_REGION": "eu-west-1"], .cloudTrail,
            "https://cloudtrail.us-east-1.amazonaws.com/", "us-east-1"),
        Case(
            "China CloudTrail", ["AWS_REGION": "cn-northwest-1"], .cloudTrail,
            "https://cloudtrail.cn-north-1.amazonaws.com.cn/", "cn-north-1"),
        Case(
            "GovCloud CloudTrail", ["AWS_REGION": "us-gov-east-1"], .cloudTrail,
            "https://cloudtrail.us-gov-west-1.amazonaws.com/", "us-gov-west-1"),
        Case(
            "EU sovereign CloudTrail", ["AWS_REGION": "eusc-de-east-1"], .cloudTrail,
            "https://cloudtrail.eusc-de-east-1.amazonaws.eu/", "eusc-de-east-1"),
    ]

    static let configured = [
        Case("one for all", ["AWS_ENDPOINT_URL": "http://127.0.0.1:5000"], .sts, "http://127.0.0.1:5000/", "us-east-1"),
        Case(
            "own one first", ["AWS_ENDPOINT_URL": "http://a:1", "AWS_ENDPOINT_URL_IAM": "http://b:2"], .iam,
            "http://b:2/", "us-east-1"),
        Case(
            "not another's", ["AWS_ENDPOINT_URL": "http://a:1", "AWS_ENDPOINT_URL_IAM": "http://b:2"], .sts,
            "http://a:1/", "us-east-1"),
        Case(
            "ignored", ["AWS_ENDPOINT_URL": "http://a:1", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "TRUE"], .iam,
            "https://iam.amazonaws.com/", "us-east-1"),
        Case(
            "with a path", ["AWS_ENDPOINT_URL": "https://Proxy.Example.com:443/aws/"], .iam,
            "https://proxy.example.com/aws/", "us-east-1"),
        Case("IPv6", ["AWS_ENDPOINT_URL": "http://[::1]:5000"], .iam, "http://[::1]:5000/", "us-east-1"),
        Case("empty is unset", ["AWS_ENDPOINT_URL": " "], .iam, "https://iam.amazonaws.com/", "us-east-1"),
    ]

    @Test(arguments: standard + configured)
    func `finds the endpoint`(_ row: Case) throws {
        let endpoint = try AWSEndpoints(environment: row.environment).endpoint(for: row.service)
        #expect(endpoint.url == row.url && endpoint.signingRegion == row.region)
    }

    @Test func `the profile's endpoints and region come after the environment's`() throws {
        let config = SharedFile(
            Array(
                """
                [default]
                region = eu-central-1
                endpoint_url = http://all:1
                services = local
                [services local]
                iam =
                  endpoint_url = http://iam:2
                """.utf8))
        let profiles = try AWSProfiles(config: config, credentials: SharedFile(), selectedName: "default")
        let endpoints = try AWSEndpoints(environment: [:], profiles: profiles)
        #expect(endpoints.region == "eu-central-1")
        #expect(try endpoints.endpoint(for: .iam).url == "http://iam:2/")
        #expect(try endpoints.endpoint(for: .sts).url == "http://all:1/")
        let overridden = try AWSEndpoints(
            environment: ["AWS_ENDPOINT_URL": "http://env:3", "AWS_REGION": "us-west-2"], profiles: profiles)
        #expect(overridden.region == "us-west-2")
        #expect(try overridden.endpoint(for: .iam).url == "http://env:3/")
    }

    @Test(arguments: [
        "127.0.0.1:5000", "ftp://a", "http://", "http://u:p@a", "http://a/?q=1", "http://a/#f", "http://a b",
        "nonsense",
    ])
    func `refuses an invalid endpoint`(_ url: String) throws {
        let endpoints = try AWSEndpoints(environment: ["AWS_ENDPOINT_URL_IAM": url])
        let error = #expect(throws: AWSError.self) { try endpoints.endpoint(for: .iam) }
        #expect(
            error?.description
                == "AWS_ENDPOINT_URL_IAM is not a valid endpoint; write it as https://host or http://host:port.")
    }

    private func profiles(_ text: String) throws -> AWSProfiles {
        try AWSProfiles(config: SharedFile(Array(text.utf8)), credentials: SharedFile(), selectedName: "default")
    }

    @Test func `a services section may be indented, and its name quoted`() throws {
        let text = """
            [default]
            services = local one
              [services 'local one']
              sts =
                endpoint_url = http://sts:1
              iam =
                endpoint_url = http://iam:2
            """
        // Indented deeper than the setting above it, the section would be part of its value.
        #expect(throws: AWSError.self) { try AWSEndpoints(environment: [:], profiles: profiles(text)) }
        let endpoints = try AWSEndpoints(
            environment: [:], profiles: profiles(text.replacing("  [services", with: "[services")))
        #expect(try endpoints.endpoint(for: .sts).url == "http://sts:1/")
        #expect(try endpoints.endpoint(for: .iam).url == "http://iam:2/")
        #expect(try endpoints.endpoint(for: .ssm).url == "https://ssm.us-east-1.amazonaws.com/")
    }

    @Test func `a missing services section is an error, unless it isn't needed`() throws {
        let named = "[default]\nservices = gone\n"
        let error = #expect(throws: AWSError.self) { try AWSEndpoints(environment: [:], profiles: profiles(named)) }
        #expect(
            error?.description
                == "Profile default names the services section gone, which does not exist; add it as [services "
                + "gone], with quotes around a name with spaces.")
        #expect(throws: AWSError.self) {
            try AWSEndpoints(environment: [:], profiles: profiles(named + "[services gone]\nhunter2"))
        }
        for environment in [
            ["AWS_ENDPOINT_URL": "http://127.0.0.1:1"], ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"],
        ] {
            _ = try AWSEndpoints(environment: environment, profiles: profiles(named))
        }
    }

    @Test(arguments: ["sts =\nendpoint_url = http://sts:1", "sts = http://sts:1"])
    func `an endpoint that isn't indented below its service is an error`(_ text: String) throws {
        let endpoints = try AWSEndpoints(
            environment: [:], profiles: profiles("[default]\nservices = s\n[services s]\n\(text)"))
        let error = #expect(throws: AWSError.self) { try endpoints.endpoint(for: .sts) }
        #expect(
            error?.description
                == "sts in the profile's services section has nothing indented below it; add endpoint_url there.")
        #expect(try endpoints.endpoint(for: .iam).url == "https://iam.amazonaws.com/")
    }

    @Test func `an empty variable doesn't hide the profile's setting`() throws {
        let text = """
            [default]
            region = eu-central-1
            endpoint_url = http://all:1
            ignore_configured_endpoint_urls = true
            use_fips_endpoint = true
            """
        let environment = [
            "AWS_REGION": "", "AWS_DEFAULT_REGION": " ", "AWS_ENDPOINT_URL": "", "AWS_ENDPOINT_URL_STS": "",
            "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "", "AWS_USE_FIPS_ENDPOINT": "",
        ]
        let endpoints = try AWSEndpoints(environment: environment, profiles: profiles(text))
        #expect(try endpoints.endpoint(for: .sts).url == "https://sts-fips.eu-central-1.amazonaws.com/")
    }

    static let known: [(region: String, partition: String)] = [
        ("us-east-1", "aws"), ("ap-southeast-7", "aws"), ("mx-central-1", "aws"), ("il-central-1", "aws"),
        ("us-gov-west-1", "aws-us-gov"), ("cn-northwest-1", "aws-cn"), ("eusc-de-east-1", "aws-eusc"),
    ]

    @Test(arguments: known)
    func `a region is in a partition`(_ region: String, _ partition: String) throws {
        #expect(try AWSEndpoints(environment: ["AWS_REGION": region]).partition.id == partition)
    }

    static let unknown = [
        "us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1", "us-isof-south-1", "aws-global", "local", "us-east",
        "us--1",
        "us-east-x", "xx-north-1", "eusc-fr-east-1", "-", "fips-us-iso-east-1",
    ]

    @Test(arguments: unknown)
    func `a region of an unknown partition is refused`(_ region: String) throws {
        let error = #expect(throws: AWSError.self) { try AWSEndpoints(environment: ["AWS_REGION": region]) }
        #expect(error?.description.contains("is in none of the supported partitions (aws, aws-cn, ") == true)
        let endpoints = try AWSEndpoints(environment: [:])
        #expect(throws: AWSError.self) { try endpoints.endpoint(for: .sso, region: region) }
    }

    static let pseudo: [(region: String, host: String)] = [
        ("fips-us-gov-west-1", "sts.us-gov-west-1.amazonaws.com"),
        ("us-east-1-fips", "sts-fips.us-east-1.amazonaws.com"),
        ("fips-us-west-2", "sts-fips.us-west-2.amazonaws.com"),
    ]

    @Test(arguments: pseudo)
    func `FIPS is not part of a region's name`(_ region: String, _ host: String) throws {
        let endpoints = try AWSEndpoints(environment: ["AWS_REGION": region, "AWS_USE_FIPS_ENDPOINT": "false"])
        let endpoint = try endpoints.endpoint(for: .sts)
        #expect(endpoint.host == host && !endpoint.signingRegion.contains("fips"))
        #expect(!endpoints.region.contains("fips"))
    }

    @Test(arguments: ["us-east-1.evil.com/", "US", "a b", "é", String(repeating: "a", count: 33)])
    func `refuses an invalid region`(_ region: String) {
        #expect(throws: AWSError.self) { try AWSEndpoints(environment: ["AWS_REGION": region]) }
    }

    @Test func `some partitions have no Organizations`() throws {
        let endpoints = try AWSEndpoints(environment: ["AWS_REGION": "eusc-de-east-1"])
        #expect(throws: AWSError.self) { try endpoints.endpoint(for: .organizations) }
    }

    static let loopback: [(environment: [String: String], verdict: Bool)] = [
        ([:], false), (["AWS_ENDPOINT_URL": "http://127.0.0.1:5000"], true),
        (["AWS_ENDPOINT_URL": "http://localhost:5000"], true), (["AWS_ENDPOINT_URL": "http://[::1]:5000"], true),
        (["AWS_ENDPOINT_URL": "http://127.9.9.9"], true), (["AWS_ENDPOINT_URL": "http://127.0.0.1.evil.com"], false),
        (["AWS_ENDPOINT_URL": "http://127.evil.com"], false),
        (["AWS_ENDPOINT_URL": "http://localhost.evil.com"], false),
        (["AWS_ENDPOINT_URL": "http://127.1"], false), (["AWS_ENDPOINT_URL": "http://0.0.0.0"], false),
        (["AWS_ENDPOINT_URL": "http://10.0.0.1"], false), (["AWS_ENDPOINT_URL_IAM": "http://127.0.0.1"], false),
        (["AWS_ENDPOINT_URL": "http://127.0.0.1", "AWS_ENDPOINT_URL_IAM": "https://iam.amazonaws.com"], false),
        (["AWS_ENDPOINT_URL": "http://127.0.0.1", "AWS_ENDPOINT_URL_DYNAMODB": "https://x.example.com"], false),
        (["AWS_ENDPOINT_URL": "http://127.0.0.1", "AWS_ENDPOINT_URL_SSM": "nonsense"], false),
        (["AWS_ENDPOINT_URL": "http://127.0.0.1", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"], false),
        (
            [
                "AWS_ENDPOINT_URL_IAM": "http://127.0.0.1", "AWS_ENDPOINT_URL_STS": "http://localhost",
                "AWS_ENDPOINT_URL_ORGANIZATIONS": "http://[::1]", "AWS_ENDPOINT_URL_CLOUDTRAIL": "http://[::1]",
            ], true
        ),
        (
            [
                "AWS_ENDPOINT_URL_IAM": "http://127.0.0.1", "AWS_ENDPOINT_URL_STS": "http://localhost",
                "AWS_ENDPOINT_URL_ORGANIZATIONS": "http://[::1]",
            ], false
        ),
    ]

    @Test(arguments: loopback)
    func `knows whether every endpoint is local`(_ environment: [String: String], _ verdict: Bool) throws {
        #expect(try AWSEndpoints(environment: environment).everyEndpointIsLoopback == verdict)
    }
}
