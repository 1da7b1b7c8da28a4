/// A service of AWS: what it is called in messages, in settings and in signatures.
package struct AWSService: Sendable, Hashable {
    /// What people call it, e.g. `IAM`.
    package let name: String
    /// What signatures, host names and permissions call it, e.g. `iam`.
    package let signingName: String
    /// The suffix of its `AWS_ENDPOINT_URL_…` variable, e.g. `IAM`.
    /// <https://docs.aws.amazon.com/sdkref/latest/guide/ss-endpoints-table.html>
    let settingName: String

    init(name: String, signingName: String, settingName: String) {
        self.name = name
        self.signingName = signingName
        self.settingName = settingName
    }

    package static let iam = AWSService(name: "IAM", signingName: "iam", settingName: "IAM")
    package static let sts = AWSService(name: "STS", signingName: "sts", settingName: "STS")
    package static let organizations = AWSService(
        name: "Organizations", signingName: "organizations", settingName: "ORGANIZATIONS")

    /// Every service this module can call.
    package static let all: [AWSService] = [.iam, .sts, .organizations]
}
