import FoundationEssentials

/// The bytes of a file, or nil when there is none. Throws when there is one that cannot be read.
package typealias FileReader = @Sendable (String) throws -> [UInt8]?

/// The files of this machine.
package enum LocalFile {
    /// The bytes of a file of at most one megabyte and one byte, or nil when there is none.
    @Sendable package static func any(_ path: String) throws -> [UInt8]? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return Array(try Data(contentsOf: URL(filePath: path)).prefix(SharedFile.limit + 1))
    }

    /// The same, where a folder, a device or a pipe counts as none: `/dev/null` is how people say "no file".
    @Sendable package static func regular(_ path: String) throws -> [UInt8]? {
        let resolved = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
        let attributes = try? FileManager.default.attributesOfItem(atPath: resolved)
        guard attributes?[.type] as? FileAttributeType == .typeRegular else { return nil }
        return try any(path)
    }
}

/// A file that holds one token, as others write and renew it.
struct TokenFile {
    let path: String
    /// What the token is, for errors.
    let what: String

    /// The token, without the white space around it.
    ///
    /// - Throws: when there is no such file, it cannot be read, or holds what cannot be a token.
    func read(_ readFile: FileReader) throws(AWSError) -> String {
        let bytes: [UInt8]?
        do { bytes = try readFile(path) } catch {
            throw .credentials("The \(what) file \(path) cannot be read; check its owner and mode.")
        }
        guard let bytes else { throw .credentials("There is no \(what) file \(path); check how it is put there.") }
        let token = String(decoding: bytes, as: UTF8.self).trimmed
        guard !token.isEmpty else { throw .credentials("The \(what) file \(path) is empty.") }
        // Checked here, since the token goes into a header or a form.
        guard bytes.count <= 20_000, token.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw .credentials("The \(what) file \(path) holds something that is no token.")
        }
        return token
    }
}

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
