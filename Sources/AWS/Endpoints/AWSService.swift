/// An AWS service with its names in messages, settings and signatures.
package struct AWSService: Sendable, Hashable {
    /// Its name in messages, e.g. `IAM`.
    package let name: String
    /// Its name in signatures, host names and permissions, e.g. `iam`.
    package let signingName: String
    /// The suffix of its `AWS_ENDPOINT_URL_…` variable, e.g. `IAM`.
    /// <https://docs.aws.amazon.com/sdkref/latest/guide/ss-endpoints-table.html>
    let settingName: String
    /// The calls per second that AWS allows one account, where AWS publishes that quota; otherwise nil.
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

    /// Two lookups per second, per account and Region.
    /// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html>
    package static let cloudTrail = AWSService(
        name: "CloudTrail", signingName: "cloudtrail", settingName: "CLOUDTRAIL", mostPerSecond: 2)

    package static let dynamoDB = AWSService(name: "DynamoDB", signingName: "dynamodb", settingName: "DYNAMODB")

    /// The portal of IAM Identity Center, which returns the credentials of permission sets.
    package static let sso = AWSService(name: "SSO", signingName: "awsssoportal", settingName: "SSO")
    package static let ssm = AWSService(name: "SSM", signingName: "ssm", settingName: "SSM")
    package static let secretsManager = AWSService(
        name: "SecretsManager", signingName: "secretsmanager", settingName: "SECRETS_MANAGER")

    /// The services that every run calls.
    package static let all: [AWSService] = [.iam, .sts, .organizations, .cloudTrail]
}
