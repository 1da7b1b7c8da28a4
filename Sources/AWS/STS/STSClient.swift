/// Calls the AWS Security Token Service (AWS STS).
///
/// <https://docs.aws.amazon.com/STS/latest/APIReference/>
package struct STSClient: Sendable {
    private let transport: AWSTransport

    package init(_ transport: AWSTransport) { self.transport = transport }

    /// The identity of the credentials; needs no permission.
    ///
    /// <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html>
    package func getCallerIdentity() async throws -> CallerIdentity {
        try await call("GetCallerIdentity") { result in
            CallerIdentity(
                account: try result.required("Account"), arn: try result.required("Arn"),
                userID: try result.required("UserId"))
        }
    }

    /// A new session of a role.
    ///
    /// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
    package func assumeRole(_ request: AssumeRoleRequest) async throws -> AssumedRole {
        try request.check()
        return try await call(
            "AssumeRole", adding: request.add(to:), secrets: [request.externalID].compactMap(\.self), read: Self.session
        )
    }

    /// A new session of a role, for the token of an identity provider. The call is not signed.
    ///
    /// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html>
    /// - Parameters:
    ///   - request: the role, the duration and the session policy.
    ///   - token: *secret.* From the OpenID Connect provider that the role trusts.
    package func assumeRoleWithWebIdentity(_ request: AssumeRoleRequest, token: String) async throws -> AssumedRole {
        try request.check()
        let operation = "AssumeRoleWithWebIdentity"
        var parameters = QueryParameters(action: operation, version: Self.version)
        request.add(to: &parameters)
        parameters.add("WebIdentityToken", token)
        return try await transport.query(
            .sts, operation, parameters, isSigned: false,
            secrets: [token, request.externalID].compactMap(\.self), read: Self.session)
    }

    private static let version = "2011-06-15"

    private static func session(_ result: XMLElement) throws -> AssumedRole {
        guard let credentials = result["Credentials"], let user = result["AssumedRoleUser"] else {
            throw XMLError.missing(element: "AssumeRoleResult/Credentials")
        }
        return AssumedRole(
            credentials: try AWSCredentials(
                accessKeyID: try credentials.required("AccessKeyId"),
                secretAccessKey: try credentials.required("SecretAccessKey"),
                sessionToken: try credentials.required("SessionToken"),
                expiration: try credentials.requiredDate("Expiration")),
            arn: try user.required("Arn"), id: try user.required("AssumedRoleId"))
    }

    private func call<Output>(
        _ operation: String, adding add: (inout QueryParameters) -> Void = { _ in }, secrets: [String] = [],
        read: (XMLElement) throws -> Output
    ) async throws -> Output {
        var parameters = QueryParameters(action: operation, version: Self.version)
        add(&parameters)
        return try await transport.query(.sts, operation, parameters, secrets: secrets, read: read)
    }
}

/// The identity of a set of credentials.
package struct CallerIdentity: Sendable, Equatable {
    /// Twelve digits.
    package let account: String
    package let arn: String
    /// `AIDA…` for a user, `AROA…:session` for a role session.
    package let userID: String

    package init(account: String, arn: String, userID: String) {
        self.account = account
        self.arn = arn
        self.userID = userID
    }
}
