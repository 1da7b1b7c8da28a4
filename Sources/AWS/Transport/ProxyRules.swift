import FoundationEssentials

/// Decides which proxy a request goes through, if any.
///
/// It reads `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`; their lowercase spelling wins.
/// Loopback and link-local addresses never use a proxy: credentials of containers and
/// instances come from there, and no proxy may see them.
/// <https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-proxy.html>
struct ProxyRules: Sendable {
    private let https: ProxyAddress?
    private let http: ProxyAddress?
    private let exceptions: [String]

    /// - Throws: if a variable names a proxy that is not usable.
    init(environment: [String: String]) throws(AWSError) {
        func value(_ name: String) -> (String, String)? {
            [name.lowercased(), name].lazy.compactMap { name in
                environment[name].map { ($0.trimmed, name) }
            }.first { !$0.0.isEmpty }
        }
        func proxy(_ name: String) throws(AWSError) -> ProxyAddress? {
            guard let (text, variable) = value(name) else { return nil }
            return try ProxyAddress(text, variable: variable)
        }
        https = try proxy("HTTPS_PROXY")
        http = try proxy("HTTP_PROXY")
        exceptions = (value("NO_PROXY")?.0 ?? "").split { $0 == "," || $0.isWhitespace }.map { $0.lowercased() }
    }

    /// All configured proxies.
    var proxies: Set<ProxyAddress> { Set([https, http].compactMap { $0 }) }

    /// - Parameters:
    ///   - host: in lower case, without brackets.
    ///   - port: the port of the URL, or the scheme's default port.
    func proxy(scheme: String, host: String, port: Int) -> ProxyAddress? {
        guard let proxy = scheme == "https" ? https : http, !Self.isNear(host) else { return nil }
        return exceptions.contains { Self.matches($0, host, port) } ? nil : proxy
    }

    private static func isNear(_ host: String) -> Bool {
        AWSEndpoint.isLoopback(host) || contains("169.254.0.0/16", host) || host.hasPrefix("fd00:ec2:")
            || host.hasPrefix("fe80:")
    }

    /// An exception is `*`, a host with its subdomains (with or without a leading dot), an address, or
    /// an address range; each may end in a port.
    private static func matches(_ exception: String, _ host: String, _ port: Int) -> Bool {
        if exception == "*" || exception == host || exception == "[\(host)]" { return true }
        if contains(exception, host) { return true }
        var name = exception
        if let colon = exception.lastIndex(of: ":"), let wanted = Int(exception[exception.index(after: colon)...]) {
            guard wanted == port else { return false }
            name = String(exception[..<colon])
        }
        if name.hasPrefix("*.") { name.removeFirst(2) } else if name.hasPrefix(".") { name.removeFirst() }
        return !name.isEmpty && (host == name || name == "[\(host)]" || host.hasSuffix(".\(name)"))
    }

    /// Whether an IPv4 address lies in a range like `10.0.0.0/8`.
    private static func contains(_ range: String, _ host: String) -> Bool {
        let parts = range.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let length = UInt32(parts[1]), length <= 32, let base = number(String(parts[0])),
            let address = number(host)
        else { return false }
        let mask = length == 0 ? 0 : UInt32.max << (32 - length)
        return base & mask == address & mask
    }

    private static func number(_ address: String) -> UInt32? {
        let parts = address.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        guard parts.count == 4 else { return nil }
        var value: UInt32 = 0
        for part in parts {
            guard let part else { return nil }
            value = value << 8 | UInt32(part)
        }
        return value
    }
}

/// A proxy that requests go through.
struct ProxyAddress: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    let host: String
    let port: Int
    /// *Secret.* `user:password`, decoded.
    let login: String?

    /// - Parameters:
    ///   - text: `http://user:password@host:port`, or without its scheme.
    ///   - variable: the variable that holds it, for the error.
    init(_ text: String, variable: String) throws(AWSError) {
        let url = text.firstRange(of: "://") == nil ? "http://\(text)" : text
        guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty else {
            throw .configuration("\(variable) is not a valid proxy address; write it like http://proxy:8080.")
        }
        guard parts.scheme?.lowercased() == "http" else {
            throw .configuration(
                "\(variable) names a proxy with the scheme \(ForeignText.cleaned(parts.scheme ?? "")); only http:// is "
                    + "supported (the connection to AWS through it is still encrypted).")
        }
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        port = parts.port ?? 80
        login = parts.user.map { "\($0):\(parts.password ?? "")" }
    }

    var description: String { "ProxyAddress(\(host):\(port))" }
    var customMirror: Mirror { Mirror(self, children: []) }
}
