/// A service of AWS: what it is called in messages, in settings and in signatures.
package struct AWSService: Sendable, Hashable {
    /// What people call it, e.g. `IAM`.
    package let name: String
    /// What signatures, host names and permissions call it, e.g. `iam`.
    package let signingName: String
    /// The suffix of its `AWS_ENDPOINT_URL_…` variable, e.g. `IAM`.
    /// <https://docs.aws.amazon.com/sdkref/latest/guide/ss-endpoints-table.html>
    let settingName: String
    /// Calls a second that one account may make, where AWS publishes such a number; nil where it has to be learnt.
    let mostPerSecond: Double?

    init(name: String, signingName: String, settingName: String, mostPerSecond: Double? = nil) {
        self.name = name
        self.signingName = signingName
        self.settingName = settingName
        self.mostPerSecond = mostPerSecond
    }

    package static let iam = AWSService(name: "IAM", signingName: "iam", settingName: "IAM")
    package static let sts = AWSService(name: "STS", signingName: "sts", settingName: "STS")
    package static let organizations = AWSService(
        name: "Organizations", signingName: "organizations", settingName: "ORGANIZATIONS")

    /// Two look-ups a second, per account and region.
    /// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html>
    package static let cloudTrail = AWSService(
        name: "CloudTrail", signingName: "cloudtrail", settingName: "CLOUDTRAIL", mostPerSecond: 2)

    /// The portal of IAM Identity Center, which gives the credentials of permission sets.
    package static let sso = AWSService(name: "SSO", signingName: "awsssoportal", settingName: "SSO")
    package static let ssm = AWSService(name: "SSM", signingName: "ssm", settingName: "SSM")
    package static let secretsManager = AWSService(
        name: "SecretsManager", signingName: "secretsmanager", settingName: "SECRETS_MANAGER")

    /// The services that every run works on.
    package static let all: [AWSService] = [.iam, .sts, .organizations, .cloudTrail]
}
