/// Credentials and where they were found.
struct FoundCredentials: Sendable {
    let source: CredentialsSource
    let provider: any CredentialsProvider
}
