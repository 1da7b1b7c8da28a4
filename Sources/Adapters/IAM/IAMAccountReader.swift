import AWS
package import KeyPolicy
package import KeyWatch

/// Reads an account's users through IAM, and what was done to their keys through CloudTrail.
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
            // Nothing says that waiting would help.
            default: throw ReportProblem.unavailable("its state is “\(answer.state.prefix(40))”, which is unknown here")
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
