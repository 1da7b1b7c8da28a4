import FoundationEssentials

/// Where a container's credentials are: named by the environment, and only where they can be.
enum ContainerAddress {
    private static let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
    private static let full = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
    /// ECS, and EKS Pod Identity in both families; without TLS nothing but these and loopback may be asked.
    private static let allowed: Set<String> = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"]

    /// Whether the environment names one.
    static func isNamed(_ environment: [String: String]) -> Bool {
        [relative, full].contains { environment[$0]?.trimmed.isEmpty == false }
    }

    /// The relative address wins over the full one; nil when neither is set.
    static func url(_ environment: [String: String]) throws(AWSError) -> String? {
        if let path = environment[relative]?.trimmed, !path.isEmpty {
            let url = "http://169.254.170.2\(path)"
            guard path.hasPrefix("/"), URLComponents(string: url)?.host == "169.254.170.2" else {
                throw .configuration("\(relative) is not a path; it must start with a slash.")
            }
            return url
        }
        guard let url = environment[full]?.trimmed, !url.isEmpty else { return nil }
        guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = parts.host, !host.isEmpty, parts.user == nil
        else { throw .configuration("\(full) is not a URL; write it as http://host/path or https://host/path.") }
        let name = (host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host).lowercased()
        guard scheme == "https" || allowed.contains(name) || AWSEndpoint.isLoopback(name) else {
            throw .configuration(
                "\(full) names a host that credentials are not asked of without TLS; use https, a loopback address, "
                    + "169.254.170.2, 169.254.170.23 or fd00:ec2::23.")
        }
        return url
    }
}
