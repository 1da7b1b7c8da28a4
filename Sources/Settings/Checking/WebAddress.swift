/// An `http` or `https` address, split as far as the rules about it need.
struct WebAddress {
    let scheme: String
    let host: String
    /// Path, query and fragment.
    let rest: String

    /// Refuses text that isn't plain ASCII, has no host, or has a user name or password.
    init?(_ text: String) {
        guard text.utf8.count <= 2_048, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            !text.contains(where: { "\"<>\\^`{|}".contains($0) }), let colon = text.firstIndex(of: ":"),
            text[colon...].hasPrefix("://")
        else { return nil }
        scheme = text[..<colon].lowercased()
        let afterScheme = text[colon...].dropFirst(3)
        let authority = afterScheme.prefix { !"/?#".contains($0) }
        rest = String(afterScheme.dropFirst(authority.count))
        guard ["http", "https"].contains(scheme), let host = Self.host(in: authority) else { return nil }
        self.host = host
    }

    /// Whether the address can only be on this machine.
    var isLoopback: Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    var isSafe: Bool { scheme == "https" || isLoopback }

    private static func host(in authority: Substring) -> String? {
        guard !authority.contains("@") else { return nil }
        let host: Substring
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = authority[...end]
            guard host.dropFirst().dropLast().allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else {
                return nil
            }
        } else {
            host = authority.prefix { $0 != ":" }
            guard !host.isEmpty, host.utf8.allSatisfy(AllowedText.isTableName) else { return nil }
        }
        let port = authority[host.endIndex...]
        guard port.isEmpty || isPort(port) else { return nil }
        return host.lowercased()
    }

    private static func isPort(_ text: Substring) -> Bool {
        let digits = text.dropFirst()
        return text.hasPrefix(":") && digits.utf8.allSatisfy(AllowedText.isDigit)
            && (1...65_535).contains(Int(digits) ?? 0)
    }
}
