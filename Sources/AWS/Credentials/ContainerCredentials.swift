import FoundationEssentials
import NIOHTTP1

/// Credentials of the task or pod that this process runs in (ECS, EKS Pod Identity, Fargate).
///
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html>
struct ContainerCredentials: RefreshableCredentials {
    let origin = "container"
    let session: RefreshingCredentials

    /// - Parameter limit: the time limit for each of the three attempts.
    /// - Returns: nil if the environment names no endpoint.
    /// - Throws: if it names one that must not receive a token.
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
        let response: WireResponse
        do { response = try await endpoint.ask("GET", url, headers: headers) } catch is WireFailure {
            throw AWSError.credentials(
                "\(place) did not respond; check AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or _FULL_URI.")
        }
        guard response.status == 200 else {
            throw AWSError.credentials(
                "\(place) returned HTTP \(response.status); check the role of the task or pod and its token.")
        }
        return try CredentialsDocument.credentials(in: response.body, from: place, secrets: endpoint.secrets)
    }
}

/// The URL of a container's credentials endpoint, from the environment; only safe hosts are accepted.
enum ContainerAddress {
    private static let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
    private static let full = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
    /// The hosts of ECS and EKS Pod Identity; without TLS only these and loopback are accepted.
    private static let allowed: Set<String> = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"]

    /// Whether the environment sets one.
    static func isNamed(_ environment: [String: String]) -> Bool {
        [relative, full].contains { environment[$0]?.trimmed.isEmpty == false }
    }

    /// The relative URI wins over the full one; nil if neither is set.
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
        else { throw .configuration("\(full) is not a valid URL; write it as http://host/path or https://host/path.") }
        let name = (host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host).lowercased()
        guard scheme == "https" || allowed.contains(name) || AWSEndpoint.isLoopback(name) else {
            throw .configuration(
                "\(full) names a host that may only be used with TLS; use https, a loopback address, "
                    + "169.254.170.2, 169.254.170.23 or fd00:ec2::23.")
        }
        return url
    }
}

/// The `Authorization` header for a container's credentials endpoint.
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

    /// The content of the file, which is read again each time because it is renewed; else the variable; else nil.
    func value() throws(AWSError) -> String? {
        if let file { return try TokenFile(path: file, what: "container authorization token").read(readFile) }
        guard let fixed else { return nil }
        guard fixed.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw .credentials("AWS_CONTAINER_AUTHORIZATION_TOKEN contains a character that is not valid in a header.")
        }
        return fixed
    }
}
