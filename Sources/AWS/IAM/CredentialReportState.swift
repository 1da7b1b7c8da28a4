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
