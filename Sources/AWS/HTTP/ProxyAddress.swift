import FoundationEssentials

/// A proxy that requests go through.
struct ProxyAddress: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    let host: String
    let port: Int
    /// *Secret.* `user:password`, decoded.
    let login: String?

    /// - Parameters:
    ///   - text: `http://user:password@host:port`, or without its scheme.
    ///   - variable: where it was set, for the error.
    init(_ text: String, variable: String) throws(AWSError) {
        let url = text.firstRange(of: "://") == nil ? "http://\(text)" : text
        guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty else {
            throw .configuration("\(variable) is not the address of a proxy; write it like http://proxy:8080.")
        }
        guard parts.scheme?.lowercased() == "http" else {
            throw .configuration(
                "\(variable) names a proxy that is spoken to by \(ForeignText.cleaned(parts.scheme ?? "")); only http:// "
                    + "is understood (what goes through it to AWS is encrypted all the same).")
        }
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        port = parts.port ?? 80
        login = parts.user.map { "\($0):\(parts.password ?? "")" }
    }

    var description: String { "ProxyAddress(\(host):\(port))" }
    var customMirror: Mirror { Mirror(self, children: []) }
}
