import FoundationEssentials

/// The address of a service, and the region that its calls are signed for.
package struct AWSEndpoint: Sendable, Equatable {
    /// `http` or `https`.
    package let scheme: String
    /// Without a port; IPv6 addresses without brackets.
    package let host: String
    /// Nil for the scheme's own port.
    package let port: Int?
    /// Starts with a slash.
    package let path: String
    package let signingRegion: String

    init(host: String, signingRegion: String) {
        scheme = "https"
        self.host = host
        port = nil
        path = "/"
        self.signingRegion = signingRegion
    }

    /// - Parameters:
    ///   - url: for example `http://127.0.0.1:5000`.
    ///   - setting: the variable or setting that holds the URL, for the error.
    init(url: String, setting: String, signingRegion: String) throws(AWSError) {
        guard let parts = URLComponents(string: url.trimmed), let scheme = parts.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = parts.host, !host.isEmpty, parts.user == nil,
            parts.password == nil, parts.query == nil, parts.fragment == nil,
            host.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw .configuration("\(setting) is not a valid endpoint; write it as https://host or http://host:port.")
        }
        self.scheme = scheme
        self.host = (host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host)
            .lowercased()
        port = parts.port == (scheme == "https" ? 443 : 80) ? nil : parts.port
        path = parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath
        self.signingRegion = signingRegion
    }

    /// The host with its port, for URLs and the `Host` header.
    package var hostHeader: String {
        let shown = host.contains(":") ? "[\(host)]" : host
        return port.map { "\(shown):\($0)" } ?? shown
    }

    package var url: String { "\(scheme)://\(hostHeader)\(path)" }

    /// Whether calls to it cannot leave this machine: `localhost`, `127.0.0.0/8`, `::1`.
    package var isLoopback: Bool { Self.isLoopback(host) }

    /// - Parameter host: in lower case, without brackets.
    static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { part in part.utf8.allSatisfy { (0x30...0x39).contains($0) } && UInt8(part) != nil }
    }
}
