package import AWS
package import KeyPolicy

/// Tries every call that a run makes in one account, with the same session policies, and changes nothing.
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

    /// The calls of a scan, after assuming the audit role.
    ///
    /// - Parameter knownKey: a key of the account to look up; if nil, a key of the first user.
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

    /// The names of the trails that record IAM's events.
    package func trails() async -> Result<[String], AWSError> {
        switch isDirect ? .success(hub) : await session(auditRole, policy: SessionPolicy.scan) {
        case .failure(let error): return .failure(error)
        case .success(let transport):
            do {
                return .success(
                    try await CloudTrailClient(transport).trails().filter(\.includesGlobalServices).map(\.name))
            } catch { return .failure(Self.asAWSError(error)) }
        }
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

    /// For an unknown key IAM gives the same error as for a missing permission, so this needs a real key.
    private func lastUsed(_ iam: IAMClient, key: String?) async -> ProbedCall {
        let action = "iam:GetAccessKeyLastUsed"
        guard let key else {
            return ProbedCall(action: action, outcome: .untried("no access key of this account is known yet"))
        }
        return await probe(action) { _ = try await iam.getAccessKeyLastUsed(accessKeyID: key) }
    }

    /// The calls of a deactivation, for a user who can't exist, after assuming the enforce role.
    package func enforce() async -> [ProbedCall] {
        let name = UpdateAccessKeyProbe.userName
        let missingUser = "arn:\(roles.partition):iam::\(account):user/\(name)"
        let transport: AWSTransport
        switch await session(enforceRole, policy: try SessionPolicy.deactivation(of: missingUser), seconds: 900) {
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
    /// Scans are complete without it: it only tells who created a key.
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

    /// IAM gives these errors only to callers with the permission.
    private static let answers: Set<String> = [
        "NoSuchEntity", "ReportNotPresent", "ReportInProgress", "ReportExpired", "LimitExceeded",
    ]

    private static func asAWSError(_ error: any Error) -> AWSError {
        error as? AWSError ?? AWSError(.connection, code: "Failed", message: "the call was cancelled")
    }
}

/// One call that a run makes, and how it went.
package struct ProbedCall: Sendable {
    package enum Outcome: Sendable {
        case allowed
        /// AWS refused it, or it failed.
        case refused(AWSError)
        /// It could not be tried, and why.
        case untried(String)
    }

    /// As policies name it, such as `iam:ListAccessKeys`.
    package let action: String
    package let outcome: Outcome

    package init(action: String, outcome: Outcome) {
        self.action = action
        self.outcome = outcome
    }
}
