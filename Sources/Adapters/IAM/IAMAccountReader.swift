package import AWS
package import KeyPolicy
package import KeyWatch

/// Reads an account's users through IAM, and the activity on their keys through CloudTrail.
package struct IAMAccountReader: AccountReader {
    package let trail: any AuditTrail
    private let iam: IAMClient
    private let account: AccountID

    init(_ transport: AWSTransport, account: AccountID) {
        iam = IAMClient(transport)
        trail = CloudTrailAuditTrail(client: CloudTrailClient(transport))
        self.account = account
    }

    package func prepareReport() async throws -> ReportProgress {
        do {
            let answer = try await iam.generateCredentialReport()
            switch answer.state {
            case "COMPLETE": return .complete
            case "STARTED", "INPROGRESS": return .inProgress
            // An unknown state doesn't promise that waiting helps.
            default: throw ReportProblem.unavailable("its state “\(answer.state.prefix(40))” is unknown")
            }
        } catch let error as AWSError {
            throw ReportProblem.unavailable("\(ErrorClause(error))")
        }
    }

    package func report() async throws -> CredentialReport {
        let report: CredentialReportFile
        do {
            report = try await iam.getCredentialReport()
        } catch let error as AWSError where error.code == "ReportInProgress" {
            throw ReportProblem.notReady
        } catch let error as AWSError {
            throw ReportProblem.unavailable("\(ErrorClause(error))")
        }
        return try CredentialReportTable(report.content).report(generatedAt: report.generatedTime)
    }

    package func users(after marker: String?) async throws -> UsersPage {
        let page = try await iam.getAccountAuthorizationDetails(marker: marker)
        return UsersPage(users: try page.items.map { try User($0, in: account) }, next: page.nextMarker)
    }

    package func accessKeys(of userName: String) async throws -> [AccessKey] {
        do {
            return try await iam.accessKeys(userName: userName).map(AccessKey.init)
        } catch let error as AWSError where error.isNotFound {
            throw AccountReaderError.noSuchUser(userName)
        }
    }

    package func lastUse(of key: AccessKeyID) async throws -> LastUse {
        LastUse(try await iam.getAccessKeyLastUsed(accessKeyID: key.rawValue))
    }
}

/// Opens accounts for reading, each through its audit role and with a session policy that allows no writes.
package struct IAMAccountReaders: AccountReaders {
    private let hub: AWSTransport
    private let roles: RoleNames
    /// The account that is read with Relevo's own credentials, if one is configured.
    private let direct: AccountID?

    package init(hub: AWSTransport, roles: RoleNames, direct: AccountID?) {
        self.hub = hub
        self.roles = roles
        self.direct = direct
    }

    package func reader(for account: Account, run: RunID) async throws -> any AccountReader {
        guard account.id != direct else { return IAMAccountReader(hub, account: account.id) }
        let credentials = AssumeRoleCredentials(
            sts: STSClient(hub),
            request: STSClient.AssumeRoleRequest(
                roleARN: roles.arn(of: roles.audit, in: account.id), sessionName: roles.sessionName(run),
                externalID: roles.externalID, policy: SessionPolicy.scan), now: hub.settings.now)
        // Requested now, so that a role that can't be assumed is reported at once and not as a failed report.
        _ = try await credentials.credentials()
        return IAMAccountReader(hub.scoped(account.id.rawValue, credentials: credentials), account: account.id)
    }
}
