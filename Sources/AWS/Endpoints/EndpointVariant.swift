/// Which of a service's hosts is wanted.
///
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html>
struct EndpointVariant: Sendable, Hashable {
    /// With cryptography validated under FIPS 140 (`AWS_USE_FIPS_ENDPOINT`, `use_fips_endpoint`).
    var fips = false
    /// Reachable by IPv6 too (`AWS_USE_DUALSTACK_ENDPOINT`, `use_dualstack_endpoint`).
    var dualStack = false

    static let standard = EndpointVariant()

    init(fips: Bool = false, dualStack: Bool = false) {
        self.fips = fips
        self.dualStack = dualStack
    }

    /// - Throws: when a setting is neither `true` nor `false`: a FIPS endpoint must not be missed by a typing mistake.
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
