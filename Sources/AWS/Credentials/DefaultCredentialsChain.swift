/// Finds credentials where AWS's tools look for them, in the same order: environment
/// variables, the selected profile and the environment's web identity, the container's
/// endpoint, the EC2 instance.
///
/// The source is chosen once, when the chain is made; expired credentials are renewed from it.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html>
package struct DefaultCredentialsChain: CredentialsProvider {
    /// The source of the credentials.
    package let source: CredentialsSource
    private let provider: any CredentialsProvider

    /// The source as text: `environment`, `profile payments`.
    package var origin: String { source.description }

    /// - Parameters:
    ///   - environment: the process environment, or a substitute in tests.
    ///   - profiles: the shared files, read with ``AWSProfiles/load(environment:readFile:)``.
    ///   - sender: for sources that make calls. It must not use a proxy for link-local
    ///     addresses.
    ///   - settings: for the same calls; its endpoints include that of STS.
    ///   - sessionName: of assumed roles whose profile sets none.
    ///   - processes: starts the program of `credential_process`; nil if programs can't be started.
    ///   - readFile: reads token files and the cache of `aws sso login`.
    /// - Throws: one sentence that says what is missing and how to fix it.
    package init(
        environment: [String: String], profiles: AWSProfiles, sender: any HTTPSender,
        settings: AWSTransport.Settings, sessionName: String, processes: (any ProcessRunner)? = nil,
        readFile: @escaping FileReader = LocalFile.any
    ) throws(AWSError) {
        if let found = try EnvironmentCredentials(environment) {
            source = .environment
            provider = found
            return
        }
        let resolver = ProfileCredentials(
            profiles: profiles, environment: environment, sender: sender, settings: settings,
            sessionName: sessionName, processes: processes, readFile: readFile)
        if let found = try resolver.selected() {
            source = found.source
            provider = found.provider
            return
        }
        let container = try ContainerCredentials(
            environment: environment, sender: sender, settings: settings, readFile: readFile)
        if let container {
            source = .container
            provider = container
            return
        }
        let nothing = Self.nothingFound(profiles)
        guard let address = try InstanceMetadataAddress(environment: environment, profile: profiles.selected) else {
            throw nothing
        }
        source = .instance
        provider = InstanceMetadataCredentials(
            address: address, sender: sender, settings: settings, noResponse: nothing.message)
    }

    package func credentials() async throws -> AWSCredentials { try await provider.credentials() }

    package func credentials(insteadOf refused: AWSCredentials) async throws -> AWSCredentials? {
        try await provider.credentials(insteadOf: refused)
    }

    private static func nothingFound(_ profiles: AWSProfiles) -> AWSError {
        if profiles.selected != nil { return ProfileCredentials.empty(profiles.selectedName) }
        return .credentials(
            "No AWS credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.")
    }
}

/// The kind of source of the credentials, with the profile that selected it.
package enum CredentialsSource: Sendable, Equatable, CustomStringConvertible {
    case environment
    /// A role assumed with other credentials (`role_arn`).
    case role(profile: String)
    /// A role assumed with a token from a file; nil if the environment names it.
    case webIdentity(profile: String?)
    case sso(profile: String)
    case credentialsFile(profile: String)
    case process(profile: String)
    case configFile(profile: String)
    case container
    case instance

    package var description: String {
        switch self {
        case .environment: "environment"
        case .role(let name): "profile \(name) (role)"
        case .webIdentity(let name?): "profile \(name) (web identity)"
        case .webIdentity(nil): "web identity"
        case .sso(let name): "profile \(name) (SSO)"
        case .credentialsFile(let name), .configFile(let name): "profile \(name)"
        case .process(let name): "profile \(name) (credential_process)"
        case .container: "container"
        case .instance: "EC2 instance"
        }
    }
}

/// A provider and its source.
struct FoundCredentials: Sendable {
    let source: CredentialsSource
    let provider: any CredentialsProvider
}
