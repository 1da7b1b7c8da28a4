/// The endpoint of each service, from the environment and the profile, in the SDKs' order.
///
/// The first of these that is set wins: `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, the profile's
/// `services` section, the profile's `endpoint_url`, and AWS's own hosts. With
/// `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true` (or the profile's equivalent) only the last counts.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html>
package struct AWSEndpoints: Sendable {
    /// `AWS_REGION`, else `AWS_DEFAULT_REGION`, else the profile's, else the partition's default.
    package let region: String
    package let partition: AWSPartition
    private let environment: [String: String]
    private let profile: AWSProfile?
    private let services: SharedFile.Section
    private let ignoresConfigured: Bool
    private let variant: EndpointVariant

    /// - Parameters:
    ///   - environment: the process environment, or a substitute in tests.
    ///   - profiles: for the selected profile's region and endpoints.
    /// - Throws: if the region is not valid or its partition is unknown.
    package init(environment: [String: String], profiles: AWSProfiles = .none) throws(AWSError) {
        let profile = profiles.selected
        func filled(_ variable: String) -> String? {
            environment[variable].flatMap { $0.trimmed.isEmpty ? nil : $0.trimmed }
        }
        self.environment = environment.filter { $0.key.hasPrefix(Self.global) }
        self.profile = profile
        let ignore = filled("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") ?? profile?["ignore_configured_endpoint_urls"]
        ignoresConfigured = ignore?.lowercased() == "true"
        // An endpoint for all services in the environment overrides the profile's services section.
        let isServicesNeeded = !ignoresConfigured && filled(Self.global) == nil
        services = isServicesNeeded ? try Self.services(of: profile, in: profiles) : SharedFile.Section()
        let named = filled("AWS_REGION") ?? filled("AWS_DEFAULT_REGION") ?? profile?["region"]
        let configured = named ?? AWSPartition.aws.defaultRegion
        // Older settings select FIPS endpoints this way; calls are signed for the region itself.
        region = configured.replacing("fips-", with: "").replacing("-fips", with: "")
        partition = try Self.partition(of: region, "AWS region")
        var variant = try EndpointVariant(environment: environment, profile: profile)
        if region != configured { variant.fips = true }
        self.variant = variant
    }

    private static func services(
        of profile: AWSProfile?, in profiles: AWSProfiles
    ) throws(AWSError) -> SharedFile.Section {
        guard let profile, let name = profile["services"] else { return SharedFile.Section() }
        guard let section = try profiles.services(named: name) else {
            let shown = ForeignText.cleaned(name)
            throw .configuration(
                "Profile \(profile.name) names the services section \(shown), which does not exist; add it as "
                    + "[services \(shown)], with quotes around a name with spaces.")
        }
        return section
    }

    /// - Throws: if the configured endpoint is not a URL, or the partition lacks the service.
    package func endpoint(for service: AWSService) throws(AWSError) -> AWSEndpoint {
        try endpoint(for: service, region: service == .cloudTrail ? homeRegion : region)
    }

    /// The Region of the partition's global services: CloudTrail records IAM events only there.
    package var homeRegion: String { partition.iam.region }

    /// The endpoint in the given region, for callers that need a specific one.
    func endpoint(for service: AWSService, region: String) throws(AWSError) -> AWSEndpoint {
        let standard = try standardEndpoint(for: service, region: region)
        guard let (url, setting) = try configured(for: service) else { return standard }
        return try AWSEndpoint(url: url, setting: setting, signingRegion: standard.signingRegion)
    }

    /// Whether no call can leave this machine: the endpoint of every service, and every other
    /// endpoint in the environment, is a loopback address.
    package var everyEndpointIsLoopback: Bool {
        let own = AWSService.all.allSatisfy { (try? endpoint(for: $0))?.isLoopback == true }
        return own
            && environment.allSatisfy { name, url in
                (try? AWSEndpoint(url: url, setting: name, signingRegion: region))?.isLoopback == true
            }
    }

    private static let global = "AWS_ENDPOINT_URL"

    private func configured(for service: AWSService) throws(AWSError) -> (url: String, setting: String)? {
        guard !ignoresConfigured else { return nil }
        let own = "\(Self.global)_\(service.settingName)"
        for variable in [own, Self.global] {
            if let url = environment[variable]?.trimmed, !url.isEmpty { return (url, variable) }
        }
        let name = service.settingName.lowercased()
        if services.settings[name] != nil, services.nested[name] == nil {
            throw .configuration(
                "\(name) in the profile's services section has nothing indented below it; add endpoint_url there.")
        }
        if let url = services.nested[name]?["endpoint_url"], !url.isEmpty {
            return (url, "endpoint_url of \(service.name) in the profile")
        }
        return profile?["endpoint_url"].map { ($0, "endpoint_url in the profile") }
    }

    private func standardEndpoint(for service: AWSService, region: String) throws(AWSError) -> AWSEndpoint {
        let regional = try Self.partition(of: region, "region")
        switch service {
        case .iam:
            guard let host = partition.iamHost(variant) else { throw missing("IAM") }
            return AWSEndpoint(host: host, signingRegion: partition.iam.region)
        case .organizations:
            guard let (host, region) = partition.organizationsHost(variant) else { throw missing("AWS Organizations") }
            return AWSEndpoint(host: host, signingRegion: region)
        default:
            let host = regional.host(of: service, in: region, variant)
            return AWSEndpoint(host: host, signingRegion: region)
        }
    }

    private func missing(_ service: String) -> AWSError {
        let kind = variant.fips ? "FIPS " : ""
        return .configuration("\(service) has no \(kind)endpoint in the partition \(partition.id).")
    }

    private static func partition(of region: String, _ what: String) throws(AWSError) -> AWSPartition {
        guard region.utf8.count <= 32, region.utf8.allSatisfy(isRegionByte) else {
            throw .configuration("The configured \(what) is not valid; write it like us-east-1.")
        }
        guard let partition = AWSPartition.of(region: region) else {
            let known = AWSPartition.all.map(\.id).joined(separator: ", ")
            throw .configuration(
                "The \(what) \(region) is in none of the supported partitions (\(known)); choose a region of one of "
                    + "them, such as us-east-1.")
        }
        return partition
    }

    private static func isRegionByte(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
    }
}
