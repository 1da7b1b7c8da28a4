import FoundationEssentials
import NIOHTTP1

/// Credentials of the role of this EC2 instance, from its metadata service, version 2 (IMDSv2).
///
/// Version 1, which needs no token, is never used: any process that can be tricked into
/// sending a request could read it.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html>
struct InstanceMetadataCredentials: RefreshableCredentials {
    let origin = "EC2 instance"
    let session: RefreshingCredentials

    /// - Parameters:
    ///   - address: the address of the service.
    ///   - noResponse: the sentence of the error if the service doesn't respond.
    init(
        address: InstanceMetadataAddress, sender: any HTTPSender, settings: AWSTransport.Settings, noResponse: String
    ) {
        let endpoint = CredentialsEndpoint(
            sender: sender, settings: settings, limit: address.timeout, attempts: address.attempts)
        session = RefreshingCredentials(refreshBefore: 600, now: settings.now) {
            do {
                return try await Self.read(endpoint, address.base)
            } catch is WireFailure {
                throw AWSError.credentials(noResponse)
            }
        }
    }

    private static let place = "The instance metadata service"

    private static func read(_ endpoint: CredentialsEndpoint, _ base: String) async throws -> AWSCredentials {
        let lifetime: HTTPHeaders = ["X-aws-ec2-metadata-token-ttl-seconds": "21600", "Content-Length": "0"]
        let granted = try await endpoint.ask("PUT", "\(base)/latest/api/token", headers: lifetime)
        let token = String(decoding: granted.body, as: UTF8.self).trimmed
        guard granted.status == 200, !token.isEmpty, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw AWSError.credentials(
                "\(place) returned no token (HTTP \(granted.status)); enable it for this instance, or set "
                    + "AWS_EC2_METADATA_DISABLED=true and configure other credentials.")
        }
        let headers: HTTPHeaders = ["X-aws-ec2-metadata-token": token]
        let roles = "\(base)/latest/meta-data/iam/security-credentials/"
        let list = try await endpoint.ask("GET", roles, headers: headers)
        let role = String(decoding: list.body, as: UTF8.self).split(whereSeparator: \.isNewline).first?.trimmed ?? ""
        guard list.status == 200, !role.isEmpty else {
            throw AWSError.credentials("This EC2 instance has no role; attach an instance profile.")
        }
        let response = try await endpoint.ask("GET", roles + PercentEncoding.query(role), headers: headers)
        guard response.status == 200 else {
            throw AWSError.credentials(
                "\(place) returned HTTP \(response.status) for the role "
                    + "\(ForeignText.cleaned(role, secrets: endpoint.secrets)); check the instance profile.")
        }
        return try CredentialsDocument.credentials(in: response.body, from: place, secrets: endpoint.secrets)
    }
}

extension Substring {
    fileprivate var trimmed: String { String(self).trimmed }
}

/// The address of the instance metadata service, with its timeout and attempts.
struct InstanceMetadataAddress: Sendable, Equatable {
    /// The URL without a trailing slash.
    let base: String
    let timeout: Duration
    let attempts: Int

    /// The first of these that is set wins: `AWS_EC2_METADATA_SERVICE_ENDPOINT`, the profile's
    /// `ec2_metadata_service_endpoint`, then the address of the mode (`IPv4` or `IPv6`) from
    /// `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE` or the profile's `ec2_metadata_service_endpoint_mode`.
    ///
    /// - Returns: nil if `AWS_EC2_METADATA_DISABLED` is true.
    init?(environment: [String: String], profile: AWSProfile?) throws(AWSError) {
        if environment["AWS_EC2_METADATA_DISABLED"]?.trimmed.lowercased() == "true" { return nil }
        func setting(_ variable: String, _ name: String) -> (value: String, name: String)? {
            if let value = environment[variable]?.trimmed, !value.isEmpty { return (value, variable) }
            return profile?[name].map { ($0, name) }
        }
        if let (url, name) = setting("AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint") {
            let endpoint = try AWSEndpoint(url: url, setting: name, signingRegion: "")
            base = String(endpoint.url.reversed().drop { $0 == "/" }.reversed())
        } else {
            let mode = setting("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode")
            switch mode?.value.lowercased() {
            case "ipv4", nil: base = "http://169.254.169.254"
            case "ipv6": base = "http://[fd00:ec2::254]"
            default: throw .configuration("\(mode?.name ?? "") must be IPv4 or IPv6.")
            }
        }
        timeout = .seconds(try Self.count(setting("AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout")))
        attempts = try Self.count(
            setting("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts"))
    }

    /// One second and one attempt by default, as in the SDKs: most machines have no such service.
    private static func count(_ setting: (value: String, name: String)?) throws(AWSError) -> Int {
        guard let setting else { return 1 }
        guard let count = Int(setting.value), (1...60).contains(count) else {
            throw .configuration("\(setting.name) must be a whole number from 1 to 60.")
        }
        return count
    }
}
