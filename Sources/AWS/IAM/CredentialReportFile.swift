package import FoundationEssentials

/// The account's credential report, undecoded.
package struct CredentialReportFile: Sendable, Equatable {
    /// CSV.
    package let content: [UInt8]
    package let generatedTime: Date

    package init(content: [UInt8], generatedTime: Date) {
        self.content = content
        self.generatedTime = generatedTime
    }
}

/// How far a credential report has come.
package struct CredentialReportState: Sendable, Equatable {
    /// `STARTED`, `INPROGRESS` or `COMPLETE`.
    package let state: String
    package let description: String?

    package var isComplete: Bool { state == "COMPLETE" }

    package init(state: String, description: String? = nil) {
        self.state = state
        self.description = description
    }
}

extension IAMClient {
    /// Asks for a credential report to be made; AWS makes one in four hours at most, and keeps it.
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateCredentialReport.html>
    package func generateCredentialReport() async throws -> CredentialReportState {
        try await call("GenerateCredentialReport") { result in
            CredentialReportState(
                state: try result.required("State"),
                description: result.optional("Description").map { ForeignText.cleaned($0) })
        }
    }

    /// The report AWS keeps. `ReportNotPresent`, `ReportExpired` and `ReportInProgress` are
    /// the codes of the errors that mean: ask for one, or wait.
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetCredentialReport.html>
    package func getCredentialReport() async throws -> CredentialReportFile {
        try await call("GetCredentialReport") { result in
            let encoded = try result.required("Content")
            guard let content = Data(base64Encoded: encoded, options: .ignoreUnknownCharacters) else {
                throw XMLError.unreadable(element: "GetCredentialReportResult/Content")
            }
            return CredentialReportFile(
                content: Array(content), generatedTime: try result.requiredDate("GeneratedTime"))
        }
    }
}
