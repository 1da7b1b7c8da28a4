package import AWS
package import KeyPolicy

/// Tries in one account every call that a run makes there, in sessions as narrow as a run's, and changes nothing.
package struct IAMRoleProbe: Sendable {
    private let hub: AWSTransport
    private let roles: RoleNames
    private let account: AccountID
    /// Whether the account is read with Relevo's own credentials.
    private let isDirect: Bool
    private let run: RunID

    package init(hub: AWSTransport, roles: RoleNames, account: AccountID, isDirect: Bool, run: RunID) {
        self.hub = hub
        self.roles = roles
        self.account = account
        self.isDirect = isDirect
        self.run = run
    }

    package var auditRole: String { roles.arn(of: roles.audit, in: account) }
    package var enforceRole: String { roles.arn(of: roles.enforce, in: account) }

    /// The calls of a scan; entering the audit role comes first.
    ///
    /// - Parameter knownKey: a key of the account to ask about; the first user's, if nil.
    package func audit(knownKey: AccessKeyID?) async -> [ProbedCall] {
        let transport: AWSTransport
        var calls: [ProbedCall] = []
        if isDirect {
            transport = hub
        } else {
            switch await session(auditRole, policy: SessionPolicy.scan) {
            case .success(let opened): transport = opened
            case .failure(let error):
                return [ProbedCall(action: Self.assume, outcome: .refused(error))]
                    + Self.audited.map { ProbedCall(action: $0, outcome: .untried("the role could not be assumed")) }
            }
            calls.append(ProbedCall(action: Self.assume, outcome: .allowed))
        }
        return calls + (await audit(IAMClient(transport), CloudTrailClient(transport), knownKey: knownKey))
    }

    private func audit(
        _ iam: IAMClient, _ cloudTrail: CloudTrailClient, knownKey: AccessKeyID?
    ) async -> [ProbedCall] {
        var first: IAMUser?
        var key = knownKey?.rawValue
        return [
            await probe("iam:GenerateCredentialReport") { _ = try await iam.generateCredentialReport() },
            await probe("iam:GetCredentialReport") { _ = try await iam.getCredentialReport() },
            await probe("iam:GetAccountAuthorizationDetails") {
                first = try await iam.getAccountAuthorizationDetails(maxItems: 1).items.first
            },
            await probe("iam:ListAccessKeys") {
                let keys = try await iam.accessKeys(userName: first?.name ?? UpdateAccessKeyProbe.userName)
                key = key ?? keys.first?.id
            },
            await lastUsed(iam, key: key),
            await probe(Self.lookUp) { _ = try await cloudTrail.lookupEvents(named: "CreateAccessKey", limit: 1) },
        ]
    }

    /// IAM refuses to speak of a key that isn't there as it refuses a caller who may not ask, so this needs a real one.
    private func lastUsed(_ iam: IAMClient, key: String?) async -> ProbedCall {
        let action = "iam:GetAccessKeyLastUsed"
        guard let key else {
            return ProbedCall(action: action, outcome: .untried("no access key of this account is known yet"))
        }
        return await probe(action) { _ = try await iam.getAccessKeyLastUsed(accessKeyID: key) }
    }

    /// The calls of a deactivation, about a user who can't exist; entering the enforce role comes first.
    package func enforce() async -> [ProbedCall] {
        let name = UpdateAccessKeyProbe.userName
        let nobody = "arn:\(roles.partition):iam::\(account):user/\(name)"
        let transport: AWSTransport
        switch await session(enforceRole, policy: try SessionPolicy.deactivation(of: nobody), seconds: 900) {
        case .success(let opened): transport = opened
        case .failure(let error):
            return [ProbedCall(action: Self.assume, outcome: .refused(error))]
                + Self.enforced.map { ProbedCall(action: $0, outcome: .untried("the role could not be assumed")) }
        }
        let iam = IAMClient(transport)
        return [
            ProbedCall(action: Self.assume, outcome: .allowed),
            await probe("iam:GetUser") { _ = try await iam.getUser(userName: name) },
            await probe("iam:ListAccessKeys") { _ = try await iam.accessKeys(userName: name) },
            await probe("iam:UpdateAccessKey") { try await UpdateAccessKeyProbe(transport).ask() },
        ]
    }

    package static let assume = "sts:AssumeRole"
    /// Scans are whole without it: it only says who made a key.
    package static let lookUp = CloudTrailAuditTrail.permission
    package static let audited = [
        "iam:GenerateCredentialReport", "iam:GetCredentialReport", "iam:GetAccountAuthorizationDetails",
        "iam:ListAccessKeys", "iam:GetAccessKeyLastUsed", lookUp,
    ]
    package static let enforced = ["iam:GetUser", "iam:ListAccessKeys", "iam:UpdateAccessKey"]

    private func session(
        _ role: String, policy: @autoclosure () throws -> String, seconds: Int = 3_600
    ) async -> Result<AWSTransport, AWSError> {
        do {
            let credentials = AssumeRoleCredentials(
                sts: STSClient(hub),
                request: STSClient.AssumeRoleRequest(
                    roleARN: role, sessionName: roles.sessionName(run), externalID: roles.externalID,
                    policy: try policy(), durationSeconds: seconds), now: hub.settings.now)
            _ = try await credentials.credentials()
            return .success(hub.scoped(account.rawValue, credentials: credentials))
        } catch {
            return .failure(Self.asAWSError(error))
        }
    }

    private func probe(_ action: String, _ call: () async throws -> Void) async -> ProbedCall {
        do {
            try await call()
        } catch {
            let error = Self.asAWSError(error)
            guard Self.answers.contains(error.code) else { return ProbedCall(action: action, outcome: .refused(error)) }
        }
        return ProbedCall(action: action, outcome: .allowed)
    }

    /// IAM says these only to callers who may ask.
    private static let answers: Set<String> = [
        "NoSuchEntity", "ReportNotPresent", "ReportInProgress", "ReportExpired", "LimitExceeded",
    ]

    private static func asAWSError(_ error: any Error) -> AWSError {
        error as? AWSError ?? AWSError(.connection, code: "Failed", message: "the call was given up")
    }
}
