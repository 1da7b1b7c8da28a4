/// Finds credentials where AWS's tools look for them, in their order: the
/// environment's variables, then the selected profile.
///
/// The source is settled once, when the chain is made; credentials of a role are
/// renewed from it as they end.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html>
package struct DefaultCredentialsChain: CredentialsProvider {
    /// Where the credentials come from, for people: `environment`, `profile payments`.
    package let origin: String
    private let source: any CredentialsProvider

    /// - Parameters:
    ///   - environment: the process environment, or what stands in for it.
    ///   - profiles: the shared files, read with ``AWSProfiles/load(environment:readFile:)``.
    ///   - sender: for the calls of profiles that assume a role.
    ///   - settings: the same; its endpoints say where STS is.
    ///   - sessionName: of assumed roles whose profile gives none.
    /// - Throws: one sentence that says what is missing and the way out.
    package init(
        environment: [String: String], profiles: AWSProfiles, sender: any HTTPSender,
        settings: AWSTransport.Settings, sessionName: String
    ) throws(AWSError) {
        if let found = try EnvironmentCredentials(environment) {
            source = found
            origin = "environment"
            return
        }
        let resolver = ProfileCredentials(
            profiles: profiles, environment: environment, sender: sender, settings: settings,
            sessionName: sessionName)
        if profiles.selected != nil || profiles.isSelectionExplicit {
            source = try resolver.provider(for: profiles.selectedName)
            origin = "profile \(profiles.selectedName)"
            return
        }
        throw .credentials(Self.nothingFound(environment))
    }

    package func credentials() async throws -> AWSCredentials { try await source.credentials() }

    private static func nothingFound(_ environment: [String: String]) -> String {
        let unsupported = [
            "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        ].first { environment[$0]?.isEmpty == false }
        let wayOut = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
        if let unsupported {
            return "\(unsupported) is set, but credentials cannot be read from there yet; \(wayOut)."
        }
        return "No AWS credentials were found; \(wayOut)."
    }
}
