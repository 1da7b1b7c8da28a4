import FoundationEssentials

/// Returns the bytes of a file, or nil if it doesn't exist. Throws if it exists but can't be read.
package typealias FileReader = @Sendable (String) throws -> [UInt8]?

/// Reads files of this machine.
package enum LocalFile {
    /// The bytes of a file, at most one more than ``SharedFile/limit``, or nil if it doesn't exist.
    @Sendable package static func any(_ path: String) throws -> [UInt8]? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return Array(try Data(contentsOf: URL(filePath: path)).prefix(SharedFile.limit + 1))
    }

    /// The same for regular files only: a folder, a device or a pipe counts as missing, such as `/dev/null`.
    @Sendable package static func regular(_ path: String) throws -> [UInt8]? {
        let resolved = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
        let attributes = try? FileManager.default.attributesOfItem(atPath: resolved)
        guard attributes?[.type] as? FileAttributeType == .typeRegular else { return nil }
        return try any(path)
    }
}

/// A file with one token, which another program writes and renews.
struct TokenFile {
    let path: String
    /// The kind of token, for errors.
    let what: String

    /// The token, without the white space around it.
    ///
    /// - Throws: if the file is missing, can't be read, or doesn't hold a token.
    func read(_ readFile: FileReader) throws(AWSError) -> String {
        let bytes: [UInt8]?
        do { bytes = try readFile(path) } catch {
            throw .credentials("The \(what) file \(path) cannot be read; check its owner and mode.")
        }
        guard let bytes else {
            throw .credentials("The \(what) file \(path) does not exist; check the program that writes it.")
        }
        let token = String(decoding: bytes, as: UTF8.self).trimmed
        guard !token.isEmpty else { throw .credentials("The \(what) file \(path) is empty.") }
        // Checked because the token is sent in a header or a form.
        guard bytes.count <= 20_000, token.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw .credentials("The \(what) file \(path) does not contain a token.")
        }
        return token
    }
}

/// Resolves paths from settings and variables: `~` and variables.
package struct UserPaths: Sendable {
    private let environment: [String: String]
    private let database: @Sendable (_ user: String?) -> String?

    /// - Parameters:
    ///   - environment: `HOME` is read from it.
    ///   - database: returns the home of a user, or of the current user for nil; nil if unknown.
    package init(
        _ environment: [String: String], database: @escaping @Sendable (_ user: String?) -> String? = Self.database
    ) {
        self.environment = environment
        self.database = database
    }

    /// `HOME`, else the home in the password database: services often run without the variable.
    package var home: String? {
        if let home = environment["HOME"], !home.isEmpty { return home }
        return database(nil).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The path with a leading `~` or `~NAME` replaced by that home.
    ///
    /// - Returns: nil if that home is unknown, so that the file can't exist.
    package func path(_ path: String) -> String? {
        guard path.hasPrefix("~") else { return path }
        let user = path.dropFirst().prefix { $0 != "/" }
        guard let home = user.isEmpty ? home : database(String(user)) else { return nil }
        let rest = path.dropFirst(1 + user.count)
        let base = home.hasSuffix("/") && rest.hasPrefix("/") ? String(home.dropLast()) : home
        return base + rest
    }

    /// The same for a required file: an unknown home stays as written, so that the error can name the path.
    package func named(_ path: String) -> String { self.path(path) ?? path }

    /// The path with `$NAME` and `${NAME}` replaced by variables that are set, as AWS's tools do for the shared files.
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

    /// The home of a user in the system's password database.
    @Sendable package static func database(_ user: String?) -> String? {
        FileManager.default.homeDirectory(forUser: user ?? ProcessInfo.processInfo.userName)?.path(
            percentEncoded: false)
    }
}
