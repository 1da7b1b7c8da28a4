extension AWSPartition {
    /// The host of a service that has one in every region.
    func host(of service: AWSService, in region: String, _ variant: EndpointVariant) -> String {
        let name = service == .sso ? "portal.sso" : service.signingName
        // The government partition's own hosts are validated already; only Secrets Manager has a second one.
        let isPlain = self == .government && !variant.dualStack && service != .secretsManager
        let hasDualStack = variant.dualStack && (service != .secretsManager || self == .europeanSovereign)
        return "\(name)\(variant.fips && !isPlain ? "-fips" : "").\(region).\(hasDualStack ? dualDomain : domain)"
    }

    /// IAM's one host; nil where there is none of that kind.
    func iamHost(_ variant: EndpointVariant) -> String? {
        if variant == .standard { return iam.host }
        switch self {
        case .aws:
            let domain = variant.dualStack ? "global.\(dualDomain)" : domain
            return "\(variant.fips ? "iam-fips" : "iam").\(domain)"
        case .government: return variant.dualStack ? "iam.us-gov.\(dualDomain)" : iam.host
        case .china: return variant.fips ? nil : "iam.global.\(dualDomain)"
        default: return variant.fips ? nil : "iam.\(dualDomain)"
        }
    }

    /// The one host of Organizations; nil where there is none, or none of that kind.
    func organizationsHost(_ variant: EndpointVariant) -> (host: String, region: String)? {
        guard let (standard, region) = organizations else { return nil }
        switch (variant.fips, variant.dualStack) {
        case (false, false): return (standard, region)
        case (true, _) where self == .china: return nil
        case (true, false) where self == .government: return (standard, region)
        default:
            let domain = variant.dualStack ? dualDomain : domain
            return ("organizations\(variant.fips ? "-fips" : "").\(region).\(domain)", region)
        }
    }
}
