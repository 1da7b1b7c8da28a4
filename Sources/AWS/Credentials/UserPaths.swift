import FoundationEssentials

/// Paths as people write them in settings and variables: with `~` for their home.
package struct UserPaths: Sendable {
    private let environment: [String: String]
    private let database: @Sendable (_ user: String?) -> String?

    /// - Parameters:
    ///   - environment: `HOME` is read from it.
    ///   - database: the home of a user, nil standing for the one this runs as; nil when it knows none.
    package init(
        _ environment: [String: String], database: @escaping @Sendable (_ user: String?) -> String? = Self.database
    ) {
        self.environment = environment
        self.database = database
    }

    /// `HOME`, else what the password database says: services are often started without the variable.
    package var home: String? {
        if let home = environment["HOME"], !home.isEmpty { return home }
        return database(nil).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The path with `~` and `~NAME` at its beginning replaced by the home they stand for.
    ///
    /// - Returns: nil where nobody knows that home: there can be no such file.
    package func path(_ path: String) -> String? {
        guard path.hasPrefix("~") else { return path }
        let user = path.dropFirst().prefix { $0 != "/" }
        guard let home = user.isEmpty ? home : database(String(user)) else { return nil }
        let rest = path.dropFirst(1 + user.count)
        let base = home.hasSuffix("/") && rest.hasPrefix("/") ? String(home.dropLast()) : home
        return base + rest
    }

    /// The same for a file that has to be there: a home that nobody knows stays as it is written, for the error to name it.
    package func named(_ path: String) -> String { self.path(path) ?? path }

    /// With `$NAME` and `${NAME}` replaced by variables that are set, as AWS's tools do it in the paths of the shared files.
    func filled(_ path: String) -> String {
        var result = ""
        var rest = path[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[dollar...]
            let after = rest.dropFirst()
            let name: Substring
            let whole: Substring
            if after.first == "{", let close = after.firstIndex(of: "}") {
                name = after[..<close].dropFirst()
                whole = rest[...close]
            } else {
                name = after.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_" }
                whole = rest[..<name.endIndex]
            }
            result += environment[String(name)] ?? String(whole)
            rest = rest[whole.endIndex...]
        }
        return result + rest
    }

    /// What the system knows of its users.
    @Sendable package static func database(_ user: String?) -> String? {
        FileManager.default.homeDirectory(forUser: user ?? ProcessInfo.processInfo.userName)?.path(
            percentEncoded: false)
    }
}
