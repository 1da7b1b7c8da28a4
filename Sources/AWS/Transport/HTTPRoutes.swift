package import AsyncHTTPClient
import FoundationEssentials
import NIOSSL

/// The HTTP clients of a process: one that goes straight, and one for each proxy.
///
/// Certificate authorities are the system's, or those of `AWS_CA_BUNDLE` (else of the profile's `ca_bundle`).
package struct HTTPRoutes: Sendable {
    private let direct: HTTPClient
    private let proxied: [ProxyAddress: HTTPClient]
    private let rules: ProxyRules

    /// What a bundle of certificate authorities does to the system's.
    package enum Bundle: Sendable {
        /// Replaces them, as in AWS's own tools.
        case replacesSystem
        /// Adds to them: for services that aren't AWS's, but may be reached through the same inspecting proxy.
        case addsToSystem
    }

    /// Runs `body` with the clients that the environment asks for, and shuts them down whatever happens.
    ///
    /// - Parameters:
    ///   - bundle: what becomes of the system's certificate authorities where the environment names others.
    ///   - configuration: of each client, but for proxy and certificates.
    /// - Throws: ``AWSError`` when a proxy or the bundle cannot be used; what `body` throws.
    package static func with<Value>(
        environment: [String: String], profiles: AWSProfiles = .none, bundle: Bundle = .replacesSystem,
        configuration: HTTPClient.Configuration = AsyncHTTPSender.clientConfiguration(),
        _ body: (HTTPRoutes) async throws -> Value
    ) async throws -> Value {
        let rules = try ProxyRules(environment: environment)
        var configuration = configuration
        if let named = try CertificateBundle(environment: environment, profile: profiles.selected) {
            var tls = TLSConfiguration.makeClientConfiguration()
            switch bundle {
            case .replacesSystem: tls.trustRoots = .certificates(named.certificates)
            case .addsToSystem: tls.additionalTrustRoots = [.certificates(named.certificates)]
            }
            configuration.tlsConfiguration = tls
        }
        let direct = HTTPClient(configuration: configuration)
        let proxied = Dictionary(
            uniqueKeysWithValues: rules.proxies.map { proxy in
                var configuration = configuration
                configuration.proxy = proxy.setting
                return (proxy, HTTPClient(configuration: configuration))
            })
        let result: Result<Value, any Error>
        do { result = .success(try await body(HTTPRoutes(direct: direct, proxied: proxied, rules: rules))) } catch {
            result = .failure(error)
        }
        for client in [direct] + proxied.values { try await client.shutdown() }
        return try result.get()
    }

    /// The passwords of proxies, and how they are sent: what a proxy answers may repeat them.
    package var secrets: [String] {
        rules.proxies.compactMap(\.login).flatMap { login in
            [Data(login.utf8).base64EncodedString(), String(login.drop { $0 != ":" }.dropFirst())]
        }
    }

    /// The client for a URL.
    package func client(for url: String) -> HTTPClient {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(), let host = parts.host
        else { return direct }
        let name = (host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host).lowercased()
        let proxy = rules.proxy(scheme: scheme, host: name, port: parts.port ?? (scheme == "https" ? 443 : 80))
        return proxy.flatMap { proxied[$0] } ?? direct
    }
}

extension ProxyAddress {
    fileprivate var setting: HTTPClient.Configuration.Proxy {
        guard let login else { return .server(host: host, port: port) }
        let encoded = Data(login.utf8).base64EncodedString()
        return .server(host: host, port: port, authorization: .basic(credentials: encoded))
    }
}

/// Sends each request by the route its address needs: straight, or through a proxy.
package struct RoutingSender: HTTPSender {
    private let routes: HTTPRoutes

    package init(_ routes: HTTPRoutes) { self.routes = routes }

    package func send(_ request: WireRequest) async throws -> WireAnswer {
        try await AsyncHTTPSender(client: routes.client(for: request.url)).send(request)
    }
}

/// The certificate authorities trusted instead of the system's.
///
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-gen-config.html>
struct CertificateBundle: Sendable {
    let certificates: [NIOSSLCertificate]

    /// - Returns: nil when neither `AWS_CA_BUNDLE` nor the profile's `ca_bundle` names one.
    /// - Throws: when the file named holds no certificates: falling back on the system's would hide it.
    init?(environment: [String: String], profile: AWSProfile?) throws(AWSError) {
        let variable = environment["AWS_CA_BUNDLE"]?.trimmed ?? ""
        let setting = variable.isEmpty ? "ca_bundle" : "AWS_CA_BUNDLE"
        guard let named = variable.isEmpty ? profile?["ca_bundle"] : variable else { return nil }
        let path = UserPaths(environment).named(named)
        do { certificates = try NIOSSLCertificate.fromPEMFile(path) } catch {
            throw .configuration(
                "\(setting) names \(ForeignText.cleaned(path)), which cannot be read as certificates in PEM form.")
        }
        guard !certificates.isEmpty else {
            throw .configuration("\(setting) names \(ForeignText.cleaned(path)), which holds no certificate.")
        }
    }
}
