/// Who asked, as CloudTrail knows them.
///
/// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html>
package struct CloudTrailIdentity: Sendable, Equatable, Decodable {
    /// What gave out the credentials of a session.
    package struct SessionContext: Sendable, Equatable, Decodable {
        package struct Issuer: Sendable, Equatable, Decodable {
            package let type: String?
            package let arn: String?
            package let userName: String?

            package init(type: String?, arn: String?, userName: String?) {
                self.type = type
                self.arn = arn
                self.userName = userName
            }
        }

        package let sessionIssuer: Issuer?

        package init(sessionIssuer: Issuer?) { self.sessionIssuer = sessionIssuer }
    }

    /// `IAMUser`, `AssumedRole`, `Root`, `AWSService`, … or a word AWS has added since.
    package let type: String
    /// A user's own id; for a session the role's, a colon and the session's name.
    package let principalId: String?
    package let arn: String?
    package let accountId: String?
    package let userName: String?
    /// The service that acted.
    package let invokedBy: String?
    package let sessionContext: SessionContext?

    package init(
        type: String, principalId: String? = nil, arn: String? = nil, accountId: String? = nil,
        userName: String? = nil, invokedBy: String? = nil, sessionContext: SessionContext? = nil
    ) {
        self.type = type
        self.principalId = principalId
        self.arn = arn
        self.accountId = accountId
        self.userName = userName
        self.invokedBy = invokedBy
        self.sessionContext = sessionContext
    }
}
