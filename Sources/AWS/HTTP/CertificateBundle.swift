import NIOSSL

/// The certificate authorities trusted instead of the system's.
///
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-gen-config.html>
struct CertificateBundle: Sendable {
    let certificates: [NIOSSLCertificate]

    /// - Returns: nil when neither `AWS_CA_BUNDLE` nor the profile's `ca_bundle` names one.
    /// - Throws: when the file named holds no certificates: falling back on the system's would hide it.
    init?(environment: [String: String], profile: AWSProfile?) throws(AWSError) {
        let variable = environment["AWS_CA_BUNDLE"]?.trimmed ?? ""
        let setting = variable.isEmpty ? "ca_bundle" : "AWS_CA_BUNDLE"
        guard let named = variable.isEmpty ? profile?["ca_bundle"] : variable else { return nil }
        let path = UserPaths(environment).named(named)
        do { certificates = try NIOSSLCertificate.fromPEMFile(path) } catch {
            throw .configuration(
                "\(setting) names \(ForeignText.cleaned(path)), which cannot be read as certificates in PEM form.")
        }
        guard !certificates.isEmpty else {
            throw .configuration("\(setting) names \(ForeignText.cleaned(path)), which holds no certificate.")
        }
    }
}
