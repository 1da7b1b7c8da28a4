package import FoundationEssentials

/// The account's credential report, undecoded.
package struct CredentialReport: Sendable, Equatable {
    /// CSV.
    package let content: [UInt8]
    package let generatedTime: Date

    package init(content: [UInt8], generatedTime: Date) {
        self.content = content
        self.generatedTime = generatedTime
    }
}
