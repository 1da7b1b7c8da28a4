import FoundationEssentials

/// The profiles of the shared config and credentials files, and which one is selected.
///
/// Read from the environment given: `AWS_PROFILE` (else `AWS_DEFAULT_PROFILE`, else `default`),
/// `AWS_CONFIG_FILE` (else `~/.aws/config`), `AWS_SHARED_CREDENTIALS_FILE` (else
/// `~/.aws/credentials`), `HOME`.
package struct AWSProfiles: Sendable, CustomStringConvertible, CustomReflectable {
    /// No files at all.
    package static let none = AWSProfiles(config: SharedFile(), credentials: SharedFile(), selectedName: "default")

    /// The name of the selected profile, whether or not there is one of that name.
    package let selectedName: String
    /// Whether somebody named it, so that its absence is an error.
    let isSelectionExplicit: Bool
    /// The files that were looked for, for errors.
    let files: [String]
    private let config: SharedFile
    private let credentials: SharedFile

    init(
        config: SharedFile, credentials: SharedFile, selectedName: String, isSelectionExplicit: Bool = false,
        files: [String] = []
    ) {
        self.config = config
        self.credentials = credentials
        self.selectedName = selectedName
        self.isSelectionExplicit = isSelectionExplicit
        self.files = files
    }

    /// Reads both files; one that doesn't exist counts as empty.
    ///
    /// - Parameters:
    ///   - environment: says which files and which profile.
    ///   - readFile: the bytes of a file, or nil when there is none.
    /// - Throws: when a file exists but cannot be read or understood.
    package static func load(
        environment: [String: String], readFile: (String) throws -> [UInt8]? = AWSProfiles.readFile
    ) throws(AWSError) -> AWSProfiles {
        let paths = [
            path(environment, "AWS_CONFIG_FILE", standard: "~/.aws/config"),
            path(environment, "AWS_SHARED_CREDENTIALS_FILE", standard: "~/.aws/credentials"),
        ]
        let named = [environment["AWS_PROFILE"], environment["AWS_DEFAULT_PROFILE"]]
            .lazy.compactMap { $0?.trimmed }.first { !$0.isEmpty }
        return AWSProfiles(
            config: try file(paths[0], readFile), credentials: try file(paths[1], readFile),
            selectedName: named ?? "default", isSelectionExplicit: named != nil, files: paths.compactMap { $0 })
    }

    /// The bytes of a file of at most one megabyte and one byte, or nil when there is none.
    package static func readFile(_ path: String) throws -> [UInt8]? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return Array(try Data(contentsOf: URL(filePath: path)).prefix(SharedFile.limit + 1))
    }

    /// The profile of that name; where both files have a setting, the credentials file wins.
    package func profile(named name: String) -> AWSProfile? {
        let own = config.sections["profile \(name)"] ?? (name == "default" ? config.sections["default"] : nil)
        let secret = credentials.sections[name]
        guard own != nil || secret != nil else { return nil }
        let settings = (own?.settings ?? [:]).merging(secret?.settings ?? [:]) { _, credential in credential }
        let keys = ["aws_access_key_id", "aws_secret_access_key"]
        return AWSProfile(
            name: name, settings: settings,
            hasKeysInCredentialsFile: keys.contains { secret?.settings[$0]?.isEmpty == false })
    }

    package var selected: AWSProfile? { profile(named: selectedName) }

    /// The `[services NAME]` section: settings by service.
    func services(named name: String) -> [String: [String: String]] {
        config.sections["services \(name)"]?.nested ?? [:]
    }

    /// The `[sso-session NAME]` section.
    func session(named name: String) -> [String: String]? { config.sections["sso-session \(name)"]?.settings }

    package var description: String { "AWSProfiles(selected: \(selectedName))" }
    package var customMirror: Mirror { Mirror(self, children: ["selectedName": selectedName]) }

    private static func path(_ environment: [String: String], _ variable: String, standard: String) -> String? {
        let configured = environment[variable]?.trimmed ?? ""
        let path = configured.isEmpty ? standard : configured
        guard path.hasPrefix("~/") else { return path }
        guard let home = environment["HOME"], !home.isEmpty else { return nil }
        return home + path.dropFirst(1)
    }

    private static func file(
        _ path: String?, _ readFile: (String) throws -> [UInt8]?
    ) throws(AWSError) -> SharedFile {
        guard let path else { return SharedFile() }
        let bytes: [UInt8]?
        do { bytes = try readFile(path) } catch {
            throw .credentials("\(path) cannot be read; check its owner and mode.")
        }
        guard let bytes else { return SharedFile() }
        do throws(SharedFileError) { return try SharedFile(bytes) } catch {
            throw .credentials(error.sentence(file: path))
        }
    }
}
