import FoundationEssentials
import NIOHTTP1
import Testing

@testable import AWS

@Suite(.timeLimit(.minutes(20)))
struct InstanceMetadataCredentialsTests {
    private let clock = ManualClock()

    private func address(_ environment: [String: String], config: String = "") throws -> InstanceMetadataAddress? {
        let file = SharedFile(Array(config.utf8))
        let profiles = try AWSProfiles(config: file, credentials: SharedFile(), selectedName: "default")
        return try InstanceMetadataAddress(environment: environment, profile: profiles.selected)
    }

    private func provider(_ sender: any HTTPSender, _ environment: [String: String] = [:]) throws
        -> InstanceMetadataCredentials
    {
        InstanceMetadataCredentials(
            address: try #require(try address(environment)), sender: sender, settings: try Made.settings(clock),
            noResponse: "nobody there")
    }

    @Test func `requests a token, the role, and its credentials`() async throws {
        let steps = [
            Made.response(200, "metadata-token"), Made.response(200, "my+role\nother"),
            Made.response(200, Made.document("ASIAONE")),
        ]
        try await LiveSender.run(steps) { server, url, sender in
            let provider = try provider(
                sender, ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "\(url)/", "AWS_METADATA_SERVICE_TIMEOUT": "60"])
            #expect(try await provider.credentials().accessKeyID == "ASIAONE")
            _ = try await provider.credentials()
            let requests = server.requests
            #expect(requests.count == 3)
            #expect(requests[0].hasPrefix("PUT /latest/api/token HTTP/1.1\r\n"))
            #expect(requests[0].lowercased().contains("x-aws-ec2-metadata-token-ttl-seconds: 21600\r\n"))
            #expect(requests[1].hasPrefix("GET /latest/meta-data/iam/security-credentials/ HTTP/1.1\r\n"))
            #expect(requests[2].hasPrefix("GET /latest/meta-data/iam/security-credentials/my%2Brole HTTP/1.1\r\n"))
            for request in requests[1...] {
                #expect(request.lowercased().contains("x-aws-ec2-metadata-token: metadata-token\r\n"))
            }
        }
    }

    static let addresses: [(name: String, environment: [String: String], config: String, base: String?)] = [
        ("standard", [:], "", "http://169.254.169.254"),
        ("IPv6", ["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6"], "", "http://[fd00:ec2::254]"),
        ("in any case", ["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "ipv6"], "", "http://[fd00:ec2::254]"),
        ("IPv6 by profile", [:], "[default]\nec2_metadata_service_endpoint_mode = IPv6", "http://[fd00:ec2::254]"),
        (
            "environment before profile", ["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv4"],
            "[default]\nec2_metadata_service_endpoint_mode = IPv6", "http://169.254.169.254"
        ),
        (
            "an endpoint before a mode",
            [
                "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://[::1]:1338/",
                "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6",
            ], "", "http://[::1]:1338"
        ),
        ("an endpoint by profile", [:], "[default]\nec2_metadata_service_endpoint = http://a:1/b", "http://a:1/b"),
        ("disabled", ["AWS_EC2_METADATA_DISABLED": "True"], "", nil),
        ("not disabled", ["AWS_EC2_METADATA_DISABLED": "false"], "", "http://169.254.169.254"),
    ]

    @Test(arguments: addresses.map(\.name))
    func `its address comes from the settings`(_ name: String) throws {
        let row = try #require(Self.addresses.first { $0.name == name })
        #expect(try address(row.environment, config: row.config)?.base == row.base)
    }

    @Test(arguments: [
        ["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv5"], ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "nonsense"],
        ["AWS_METADATA_SERVICE_TIMEOUT": "0"], ["AWS_METADATA_SERVICE_NUM_ATTEMPTS": "many"],
    ])
    func `invalid settings are refused by name`(_ environment: [String: String]) {
        let error = #expect(throws: AWSError.self) { try address(environment) }
        #expect(error?.description.contains(environment.keys.first ?? "?") == true)
    }

    static let failures: [(name: String, steps: [ScriptedSender.Step], words: String)] = [
        ("nobody there", [.failure(.connection(reason: "no", sent: false))], "nobody there"),
        ("lost later", [.text(200, "t"), .failure(.timedOut(sent: true))], "nobody there"),
        ("switched off", [.text(403)], "returned no token (HTTP 403)"),
        ("a token that is none", [.text(200, "a b")], "returned no token"),
        ("no role", [.text(200, "t"), .text(404)], "has no role; attach an instance profile"),
        ("an empty list", [.text(200, "t"), .text(200, "\n")], "has no role"),
        ("a role without credentials", [.text(200, "t"), .text(200, "r"), .text(404)], "HTTP 404 for the role r;"),
        (
            "a failed role",
            [.text(200, "t"), .text(200, "r"), .text(200, "{\"Code\": \"AssumeRoleUnauthorizedAccess\"}")],
            "returned no credentials: AssumeRoleUnauthorizedAccess"
        ),
    ]

    @Test(arguments: failures.map(\.name))
    func `says what went wrong and how to fix it`(_ name: String) async throws {
        let row = try #require(Self.failures.first { $0.name == name })
        let provider = try provider(ScriptedSender(row.steps))
        let error = await #expect(throws: AWSError.self) { try await provider.credentials() }
        #expect(error?.description.contains(row.words) == true, "\(String(describing: error))")
    }

    @Test func `timeout and attempts come from the settings`() async throws {
        #expect(try address([:])?.timeout == .seconds(1))
        let environment = ["AWS_METADATA_SERVICE_NUM_ATTEMPTS": "3", "AWS_METADATA_SERVICE_TIMEOUT": "7"]
        #expect(try address(environment)?.timeout == .seconds(7))
        let sender = ScriptedSender(Array(repeating: .failure(.timedOut(sent: false)), count: 3))
        let provider = try provider(sender, environment)
        await #expect(throws: AWSError.self) { try await provider.credentials() }
        #expect(sender.requests.count == 3)
    }

    @Test func `ends the chain with an error that helps on a laptop`() async throws {
        let sender = ScriptedSender([.failure(.timedOut(sent: false))])
        let found = try Made.chain(sender: sender)
        #expect(found.source == .instance)
        let error = await #expect(throws: AWSError.self) { try await found.credentials() }
        #expect(error?.description.hasPrefix("No AWS credentials were found; set AWS_ACCESS_KEY_ID") == true)
    }

    @Test func `a service that hangs times out after a second`() async throws {
        try await LiveSender.run([.hang]) { _, url, sender in
            let provider = try provider(sender, ["AWS_EC2_METADATA_SERVICE_ENDPOINT": url])
            let error = await #expect(throws: AWSError.self) { try await provider.credentials() }
            #expect(error?.message == "nobody there")
        }
    }
}
