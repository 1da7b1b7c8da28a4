/// Where each service is called, from the environment and the profile, in the SDKs' order.
///
/// Read, first match first: `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, the profile's
/// `services` section, the profile's `endpoint_url`, and AWS's own hosts. With
/// `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true` (or the profile's equivalent) only the last.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html>
package struct AWSEndpoints: Sendable {
    /// `AWS_REGION`, else `AWS_DEFAULT_REGION`, else the profile's, else the partition's default.
    package let region: String
    package let partition: AWSPartition
    private let environment: [String: String]
    private let profile: AWSProfile?
    private let services: [String: [String: String]]
    private let ignoresConfigured: Bool
    private let variant: EndpointVariant

    /// - Parameters:
    ///   - environment: the process environment, or what stands in for it.
    ///   - profiles: for the selected profile's region and endpoints.
    /// - Throws: when the region cannot be one.
    package init(environment: [String: String], profiles: AWSProfiles = .none) throws(AWSError) {
        let profile = profiles.selected
        self.environment = environment.filter { $0.key.hasPrefix(Self.global) }
        self.profile = profile
        services = profile?["services"].map { profiles.services(named: $0) } ?? [:]
        let ignore = environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] ?? profile?["ignore_configured_endpoint_urls"]
        ignoresConfigured = ignore?.trimmed.lowercased() == "true"
        let configured = [environment["AWS_REGION"], environment["AWS_DEFAULT_REGION"], profile?["region"]]
            .lazy.compactMap { $0?.trimmed }.first { !$0.isEmpty }
        region = configured ?? AWSPartition.aws.defaultRegion
        try Self.check(region, "AWS region")
        partition = AWSPartition.of(region: region)
        variant = try EndpointVariant(environment: environment, profile: profile)
    }

    /// - Throws: when the endpoint configured for the service is no URL, or the partition lacks the service.
    package func endpoint(for service: AWSService) throws(AWSError) -> AWSEndpoint {
        try endpoint(for: service, region: region)
    }

    /// The endpoint in a region of the caller's choice, for what is bound to one.
    func endpoint(for service: AWSService, region: String) throws(AWSError) -> AWSEndpoint {
        let standard = try standardEndpoint(for: service, region: region)
        guard let (url, setting) = configured(for: service) else { return standard }
        return try AWSEndpoint(url: url, setting: setting, signingRegion: standard.signingRegion)
    }

    /// Whether nothing can leave this machine: every service's endpoint, and every other
    /// endpoint found in the environment, is a loopback address.
    package var everyEndpointIsLoopback: Bool {
        let own = AWSService.all.allSatisfy { (try? endpoint(for: $0))?.isLoopback == true }
        return own
            && environment.allSatisfy { name, url in
                (try? AWSEndpoint(url: url, setting: name, signingRegion: region))?.isLoopback == true
            }
    }

    private static let global = "AWS_ENDPOINT_URL"

    private func configured(for service: AWSService) -> (url: String, setting: String)? {
        guard !ignoresConfigured else { return nil }
        let own = "\(Self.global)_\(service.settingName)"
        let candidates = [
            (environment[own], own),
            (environment[Self.global], Self.global),
            (
                services[service.settingName.lowercased()]?["endpoint_url"],
                "endpoint_url of \(service.name) in the profile"
            ),
            (profile?["endpoint_url"], "endpoint_url in the profile"),
        ]
        return candidates.lazy.compactMap { url, setting in
            guard let url = url?.trimmed, !url.isEmpty else { return nil }
            return (url, setting)
        }.first
    }

    private func standardEndpoint(for service: AWSService, region: String) throws(AWSError) -> AWSEndpoint {
        try Self.check(region, "region")
        switch service {
        case .iam:
            guard let host = partition.iamHost(variant) else { throw missing("IAM") }
            return AWSEndpoint(host: host, signingRegion: partition.iam.region)
        case .organizations:
            guard let (host, region) = partition.organizationsHost(variant) else { throw missing("AWS Organizations") }
            return AWSEndpoint(host: host, signingRegion: region)
        case .cloudTrail:
            // What happens in IAM is told in the region IAM lives in, and nowhere else.
            let home = partition.iam.region
            return AWSEndpoint(host: partition.host(of: service, in: home, variant), signingRegion: home)
        default:
            let host = AWSPartition.of(region: region).host(of: service, in: region, variant)
            return AWSEndpoint(host: host, signingRegion: region)
        }
    }

    private func missing(_ service: String) -> AWSError {
        let kind = variant.fips ? " by a FIPS endpoint" : ""
        return .configuration("\(service) cannot be called\(kind) in the partition \(partition.id).")
    }

    private static func check(_ region: String, _ what: String) throws(AWSError) {
        guard region.utf8.count <= 32, region.utf8.allSatisfy(isRegionByte) else {
            throw .configuration("The \(what) configured is not one; write it like us-east-1.")
        }
    }

    private static func isRegionByte(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
    }
}
