package import AsyncHTTPClient
import FoundationEssentials
import NIOSSL

/// The HTTP clients of a process: one for direct connections, and one for each proxy.
///
/// They trust the system's certificate authorities, or those of `AWS_CA_BUNDLE` (else the profile's `ca_bundle`).
package struct HTTPRoutes: Sendable {
    private let direct: HTTPClient
    private let proxied: [ProxyAddress: HTTPClient]
    private let rules: ProxyRules

    /// How a bundle of certificate authorities combines with the system's.
    package enum Bundle: Sendable {
        /// It replaces them, as in AWS's own tools.
        case replacesSystem
        /// It adds to them: for other services, which may be behind the same TLS-inspecting proxy.
        case addsToSystem
    }

    /// Runs `body` with the clients that the environment configures, and always shuts them down.
    ///
    /// - Parameters:
    ///   - bundle: how configured certificate authorities combine with the system's.
    ///   - configuration: of each client, without proxy and certificates.
    /// - Throws: ``AWSError`` if a proxy or the bundle is not usable, and what `body` throws.
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

    /// The passwords of proxies, plain and as sent, since a proxy's response may repeat them.
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

/// Sends each request directly or through a proxy, as its URL requires.
package struct RoutingSender: HTTPSender {
    private let routes: HTTPRoutes

    package init(_ routes: HTTPRoutes) { self.routes = routes }

    package func send(_ request: WireRequest) async throws -> WireResponse {
        try await AsyncHTTPSender(client: routes.client(for: request.url)).send(request)
    }
}

/// The certificate authorities that the environment or the profile configures.
///
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-gen-config.html>
struct CertificateBundle: Sendable {
    let certificates: [NIOSSLCertificate]

    /// - Returns: nil if neither `AWS_CA_BUNDLE` nor the profile's `ca_bundle` names one.
    /// - Throws: if the file holds no certificates; the system's would hide the mistake.
    init?(environment: [String: String], profile: AWSProfile?) throws(AWSError) {
        let variable = environment["AWS_CA_BUNDLE"]?.trimmed ?? ""
        let setting = variable.isEmpty ? "ca_bundle" : "AWS_CA_BUNDLE"
        guard let named = variable.isEmpty ? profile?["ca_bundle"] : variable else { return nil }
        let path = UserPaths(environment).named(named)
        do { certificates = try NIOSSLCertificate.fromPEMFile(path) } catch {
            throw .configuration(
                "\(setting) names \(ForeignText.cleaned(path)), which cannot be read as PEM certificates.")
        }
        guard !certificates.isEmpty else {
            throw .configuration("\(setting) names \(ForeignText.cleaned(path)), which holds no certificate.")
        }
    }
}
