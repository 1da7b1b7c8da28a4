import AWS
import Composition
import KeyPolicy
import Settings

/// Finds the configuration file and reads it.
struct ConfigurationFile {
    let path: String
    private let users: UserPaths

    /// Finds the file: `--config`, else `./relevo.yaml`, else `$XDG_CONFIG_HOME/relevo/relevo.yaml`.
    ///
    /// - Parameters:
    ///   - option: the value of `--config`; then no other file is tried.
    ///   - environment: `XDG_CONFIG_HOME` and `HOME` are read; without `HOME`, the password database.
    ///   - workingDirectory: where `./relevo.yaml` is searched.
    /// - Throws: ``SettingsError/missing(places:)``.
    init(
        option: String?, environment: [String: String], workingDirectory: String = ".", users: UserPaths? = nil
    ) throws(SettingsError) {
        let users = users ?? UserPaths(environment)
        self.users = users
        if let option {
            path = users.named(option)
            return
        }
        let places = ["\(workingDirectory)/relevo.yaml"] + Self.homePlaces(environment, users)
        guard let found = places.first(where: Self.exists) else { throw .missing(places: places) }
        path = found
    }

    /// Reads and checks the file; `.json` is read as JSON, everything else as YAML. Relative paths in it start from its
    /// own directory, and `~` is the home directory.
    ///
    /// - Throws: ``SettingsError``, with everything that is wrong.
    func load(zones: (String) -> Zone?) throws(SettingsError) -> Configuration {
        try Configuration(try tree(), zones: zones).withPaths(from: directory, home: users.named)
    }

    /// A ledger that was named elsewhere, found as if this file named it.
    func place(of ledger: LedgerLocation) -> LedgerLocation {
        ledger.withPath(from: directory, home: users.named)
    }

    /// Reads the file without checking its settings.
    func tree() throws(SettingsError) -> SettingsTree {
        let bytes: [UInt8]
        do {
            bytes = try BoundedFile(path: path, maxBytes: SettingsTree.maxBytes).read()
        } catch {
            throw .unreadable(file: path, why: error.why)
        }
        let file = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
        return path.hasSuffix(".json")
            ? try SettingsTree(json: bytes, file: file) : try SettingsTree(yaml: bytes, file: file)
    }

    private var directory: String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// A relative `XDG_CONFIG_HOME` is ignored: https://specifications.freedesktop.org/basedir-spec/latest/
    private static func homePlaces(_ environment: [String: String], _ users: UserPaths) -> [String] {
        if let config = environment["XDG_CONFIG_HOME"], config.hasPrefix("/") {
            return ["\(config)/relevo/relevo.yaml"]
        }
        guard let home = users.home, home.hasPrefix("/") else { return [] }
        return ["\(home)/.config/relevo/relevo.yaml"]
    }

    /// A file that can't be read counts as well: silently taking the next one would be a surprise.
    private static func exists(_ path: String) -> Bool {
        do {
            _ = try BoundedFile(path: path, maxBytes: SettingsTree.maxBytes).read()
            return true
        } catch {
            return !error.isMissing
        }
    }
}
