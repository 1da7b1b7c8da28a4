/// A partition of AWS, with its own accounts, hosts and ARNs.
///
/// <https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html>
package struct AWSPartition: Sendable, Equatable {
    /// Its name in ARNs, e.g. `aws`.
    package let id: String
    /// The region that calls are signed for if none is configured.
    package let defaultRegion: String
    /// The beginnings of its regions' names, without direction and number: `us` in `us-east-1`.
    let regionPrefixes: [String]
    let domain: String
    /// The domain of dual-stack hosts, which IPv6 can reach too.
    let dualDomain: String
    /// IAM and Organizations have one host per partition; some partitions lack Organizations.
    let iam: (host: String, region: String)
    let organizations: (host: String, region: String)?

    package static func == (left: AWSPartition, right: AWSPartition) -> Bool { left.id == right.id }

    package static let aws = AWSPartition(
        id: "aws", defaultRegion: "us-east-1", regionPrefixes: ["us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx"],
        domain: "amazonaws.com", dualDomain: "api.aws",
        iam: ("iam.amazonaws.com", "us-east-1"),
        organizations: ("organizations.us-east-1.amazonaws.com", "us-east-1"))
    package static let china = AWSPartition(
        id: "aws-cn", defaultRegion: "cn-north-1", regionPrefixes: ["cn"], domain: "amazonaws.com.cn",
        dualDomain: "api.amazonwebservices.com.cn",
        iam: ("iam.cn-north-1.amazonaws.com.cn", "cn-north-1"),
        organizations: ("organizations.cn-northwest-1.amazonaws.com.cn", "cn-northwest-1"))
    package static let government = AWSPartition(
        id: "aws-us-gov", defaultRegion: "us-gov-west-1", regionPrefixes: ["us-gov"], domain: "amazonaws.com",
        dualDomain: "api.aws",
        iam: ("iam.us-gov.amazonaws.com", "us-gov-west-1"),
        organizations: ("organizations.us-gov-west-1.amazonaws.com", "us-gov-west-1"))
    package static let europeanSovereign = AWSPartition(
        id: "aws-eusc", defaultRegion: "eusc-de-east-1", regionPrefixes: ["eusc-de"], domain: "amazonaws.eu",
        dualDomain: "api.amazonwebservices.eu",
        iam: ("iam.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1"), organizations: nil)

    package static let all: [AWSPartition] = [.aws, .china, .government, .europeanSovereign]

    /// The partition of a region; nil for a region of any other partition, such as `us-iso-east-1`.
    ///
    /// A guess would put the wrong partition into role ARNs, and call the hosts of another partition.
    /// <https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json>
    package static func of(region: String) -> AWSPartition? {
        let parts = region.split(separator: "-", omittingEmptySubsequences: false)
        guard let number = parts.last, parts.count > 2, !parts.contains(where: \.isEmpty),
            number.allSatisfy({ ("0"..."9").contains($0) })
        else { return nil }
        let prefix = parts.dropLast(2).joined(separator: "-")
        return all.first { $0.regionPrefixes.contains(prefix) }
    }
}

extension AWSPartition {
    /// The host of a regional service.
    func host(of service: AWSService, in region: String, _ variant: EndpointVariant) -> String {
        let name = service == .sso ? "portal.sso" : service.signingName
        // The government partition's standard hosts are FIPS hosts already; only Secrets Manager has separate ones.
        let isPlain = self == .government && !variant.dualStack && service != .secretsManager
        let hasDualStack = variant.dualStack && (service != .secretsManager || self == .europeanSovereign)
        return "\(name)\(variant.fips && !isPlain ? "-fips" : "").\(region).\(hasDualStack ? dualDomain : domain)"
    }

    /// The host of IAM; nil where the partition has none of that variant.
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

    /// The host of Organizations; nil where the partition has none, or none of that variant.
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

/// The variant of a service's endpoint.
///
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html>
struct EndpointVariant: Sendable, Hashable {
    /// Uses FIPS 140 validated cryptography (`AWS_USE_FIPS_ENDPOINT`, `use_fips_endpoint`).
    var fips = false
    /// Can be reached by IPv6 too (`AWS_USE_DUALSTACK_ENDPOINT`, `use_dualstack_endpoint`).
    var dualStack = false

    static let standard = EndpointVariant()

    init(fips: Bool = false, dualStack: Bool = false) {
        self.fips = fips
        self.dualStack = dualStack
    }

    /// - Throws: if a setting is neither `true` nor `false`: a typing mistake must not turn FIPS off.
    init(environment: [String: String], profile: AWSProfile?) throws(AWSError) {
        func flag(_ variable: String, _ setting: String) throws(AWSError) -> Bool {
            let fromEnvironment = environment[variable]?.trimmed ?? ""
            let value = fromEnvironment.isEmpty ? profile?[setting] : fromEnvironment
            switch value?.lowercased() {
            case "true": return true
            case "false", nil: return false
            default: throw .configuration("\(fromEnvironment.isEmpty ? setting : variable) must be true or false.")
            }
        }
        fips = try flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint")
        dualStack = try flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")
    }
}
