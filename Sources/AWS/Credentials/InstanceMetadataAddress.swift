import FoundationEssentials

/// Where this instance's metadata service is, and how long it is waited for.
struct InstanceMetadataAddress: Sendable, Equatable {
    /// Without a slash at its end.
    let base: String
    let timeout: Duration
    let attempts: Int

    /// Read, first match first: `AWS_EC2_METADATA_SERVICE_ENDPOINT`, the profile's
    /// `ec2_metadata_service_endpoint`, then the address of the mode (`IPv4` or `IPv6`) from
    /// `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE` or the profile's `ec2_metadata_service_endpoint_mode`.
    ///
    /// - Returns: nil with `AWS_EC2_METADATA_DISABLED=true`.
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

    /// One second and one attempt, as the SDKs have it: most machines have no such service.
    private static func count(_ setting: (value: String, name: String)?) throws(AWSError) -> Int {
        guard let setting else { return 1 }
        guard let count = Int(setting.value), (1...60).contains(count) else {
            throw .configuration("\(setting.name) must be a whole number from 1 to 60.")
        }
        return count
    }
}
