package import FoundationEssentials

/// The account's credential report, as the CSV file that IAM returns.
package struct CredentialReportFile: Sendable, Equatable {
    /// The CSV.
    package let content: [UInt8]
    package let generatedTime: Date

    package init(content: [UInt8], generatedTime: Date) {
        self.content = content
        self.generatedTime = generatedTime
    }
}

/// The progress of a credential report.
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
    /// Asks IAM to generate a credential report; IAM generates at most one every four hours, and keeps it.
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateCredentialReport.html>
    package func generateCredentialReport() async throws -> CredentialReportState {
        try await call("GenerateCredentialReport") { result in
            CredentialReportState(
                state: try result.required("State"),
                description: result.optional("Description").map { ForeignText.cleaned($0) })
        }
    }

    /// The latest report. The error codes `ReportNotPresent` and `ReportExpired` mean that one must be
    /// generated first, `ReportInProgress` that it isn't ready yet.
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
