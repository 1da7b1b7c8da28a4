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
