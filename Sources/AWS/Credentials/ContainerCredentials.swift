import FoundationEssentials
import NIOHTTP1

/// Credentials of the task or pod that this runs in (ECS, EKS Pod Identity, Fargate).
///
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html>
struct ContainerCredentials: RenewedCredentials {
    let origin = "container"
    let session: RefreshingCredentials

    /// - Parameter limit: the longest one of the three tries may take.
    /// - Returns: nil when the environment names no endpoint.
    /// - Throws: when it names one that a token must not be sent to.
    init?(
        environment: [String: String], sender: any HTTPSender, settings: AWSTransport.Settings,
        readFile: @escaping FileReader, limit: Duration = .seconds(2)
    ) throws(AWSError) {
        guard let url = try ContainerAddress.url(environment) else { return nil }
        let endpoint = CredentialsEndpoint(sender: sender, settings: settings, limit: limit, attempts: 3)
        let authorization = ContainerAuthorization(environment: environment, readFile: readFile)
        session = RefreshingCredentials(now: settings.now) {
            var headers: HTTPHeaders = ["Accept": "application/json"]
            if let value = try authorization.value() { headers.add(name: "Authorization", value: value) }
            return try await Self.read(endpoint, url, headers)
        }
    }

    private static let place = "The container's credentials endpoint"

    private static func read(
        _ endpoint: CredentialsEndpoint, _ url: String, _ headers: HTTPHeaders
    ) async throws -> AWSCredentials {
        let answer: WireAnswer
        do { answer = try await endpoint.ask("GET", url, headers: headers) } catch is WireFailure {
            throw AWSError.credentials(
                "\(place) did not answer; check AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or _FULL_URI.")
        }
        guard answer.status == 200 else {
            throw AWSError.credentials(
                "\(place) answered with HTTP \(answer.status); check the role of the task or pod and its token.")
        }
        return try CredentialsDocument.credentials(in: answer.body, from: place, secrets: endpoint.secrets)
    }
}

/// Where a container's credentials are: named by the environment, and only where they can be.
enum ContainerAddress {
    private static let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
    private static let full = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
    /// ECS, and EKS Pod Identity in both families; without TLS nothing but these and loopback may be asked.
    private static let allowed: Set<String> = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"]

    /// Whether the environment names one.
    static func isNamed(_ environment: [String: String]) -> Bool {
        [relative, full].contains { environment[$0]?.trimmed.isEmpty == false }
    }

    /// The relative address wins over the full one; nil when neither is set.
    static func url(_ environment: [String: String]) throws(AWSError) -> String? {
        if let path = environment[relative]?.trimmed, !path.isEmpty {
            let url = "http://169.254.170.2\(path)"
            guard path.hasPrefix("/"), URLComponents(string: url)?.host == "169.254.170.2" else {
                throw .configuration("\(relative) is not a path; it must start with a slash.")
            }
            return url
        }
        guard let url = environment[full]?.trimmed, !url.isEmpty else { return nil }
        guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = parts.host, !host.isEmpty, parts.user == nil
        else { throw .configuration("\(full) is not a URL; write it as http://host/path or https://host/path.") }
        let name = (host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host).lowercased()
        guard scheme == "https" || allowed.contains(name) || AWSEndpoint.isLoopback(name) else {
            throw .configuration(
                "\(full) names a host that credentials are not asked of without TLS; use https, a loopback address, "
                    + "169.254.170.2, 169.254.170.23 or fd00:ec2::23.")
        }
        return url
    }
}

/// What a container's credentials endpoint wants to see in `Authorization`.
struct ContainerAuthorization: Sendable {
    private let file: String?
    private let fixed: String?
    private let readFile: FileReader

    init(environment: [String: String], readFile: @escaping FileReader) {
        file = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"]
            .flatMap { $0.trimmed.isEmpty ? nil : UserPaths(environment).named($0.trimmed) }
        fixed = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"].flatMap { $0.isEmpty ? nil : $0 }
        self.readFile = readFile
    }

    /// The file's content, read anew each time since it is renewed; else the variable's; else nil.
    func value() throws(AWSError) -> String? {
        if let file { return try TokenFile(path: file, what: "container authorization token").read(readFile) }
        guard let fixed else { return nil }
        guard fixed.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw .credentials("AWS_CONTAINER_AUTHORIZATION_TOKEN holds a character that cannot stand in a header.")
        }
        return fixed
    }
}
