/// The profiles of the shared config and credentials files, and the selected one.
///
/// It reads these variables: `AWS_PROFILE` (else `AWS_DEFAULT_PROFILE`, else `default`),
/// `AWS_CONFIG_FILE` (else `~/.aws/config`), `AWS_SHARED_CREDENTIALS_FILE` (else
/// `~/.aws/credentials`), `HOME`.
package struct AWSProfiles: Sendable, CustomStringConvertible, CustomReflectable {
    /// No files.
    package static let none = AWSProfiles(selectedName: "default")

    /// The name of the selected profile, whether or not it exists.
    package let selectedName: String
    /// The selected profile; nil if it doesn't exist.
    package let selected: AWSProfile?
    /// Whether the environment names it, so that its absence is an error.
    let isSelectionExplicit: Bool
    private let config: SharedFile
    private let credentials: SharedFile
    /// The paths of the files, for errors; nil for a path in an unknown home.
    private let paths: (config: String?, credentials: String?)

    /// - Throws: if the selected profile has a fault in either file.
    init(
        config: SharedFile, credentials: SharedFile, selectedName: String, isSelectionExplicit: Bool = false,
        paths: (config: String?, credentials: String?) = (nil, nil)
    ) throws(AWSError) {
        self.config = config
        self.credentials = credentials
        self.selectedName = selectedName
        self.isSelectionExplicit = isSelectionExplicit
        self.paths = paths
        selected = try Self.profile(selectedName, config, credentials, paths)
    }

    private init(selectedName: String) {
        self.selectedName = selectedName
        selected = nil
        isSelectionExplicit = false
        config = SharedFile()
        credentials = SharedFile()
        paths = (nil, nil)
    }

    /// Reads both files; a missing file counts as empty.
    ///
    /// With complete credentials in the environment, an unreadable file counts as empty too, and so does a
    /// credentials file with a fault: nothing in it is needed.
    ///
    /// - Parameters:
    ///   - environment: names the files and the profile.
    ///   - paths: resolves `~`; from the environment by default.
    ///   - readFile: returns the bytes of a file, or nil if it doesn't exist.
    /// - Throws: if a file has a fault that concerns the selected profile.
    package static func load(
        environment: [String: String], paths: UserPaths? = nil,
        readFile: (String) throws -> [UInt8]? = LocalFile.regular
    ) throws(AWSError) -> AWSProfiles {
        let users = paths ?? UserPaths(environment)
        func path(_ variable: String, _ standard: String) -> String? {
            let configured = environment[variable]?.trimmed ?? ""
            return users.path(configured.isEmpty ? standard : users.filled(configured))
        }
        let paths = (
            config: path("AWS_CONFIG_FILE", "~/.aws/config"),
            credentials: path("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials")
        )
        var config = file(paths.config, as: .config, readFile)
        var credentials = file(paths.credentials, as: .credentials, readFile)
        let named = [environment["AWS_PROFILE"], environment["AWS_DEFAULT_PROFILE"]]
            .lazy.compactMap { $0?.trimmed }.first { !$0.isEmpty }
        let name = named ?? "default"
        if EnvironmentCredentials.areWhole(environment) {
            if config.fault == .unreadable { config = SharedFile() }
            do throws(SharedFileError) { _ = try credentials.section(.profile(name)) } catch {
                credentials = SharedFile()
            }
        }
        return try AWSProfiles(
            config: config, credentials: credentials, selectedName: name, isSelectionExplicit: named != nil,
            paths: paths)
    }

    /// The profile of that name; if both files have a setting, the credentials file wins.
    ///
    /// - Throws: if the profile has a fault, or a file is faulty in which it isn't found.
    package func profile(named name: String) throws(AWSError) -> AWSProfile? {
        if name == selectedName { return selected }
        return try Self.profile(name, config, credentials, paths)
    }

    /// The `[services NAME]` section: settings by service; nil if it doesn't exist.
    func services(named name: String) throws(AWSError) -> SharedFile.Section? {
        try Self.section(.services(name), of: config, at: paths.config)
    }

    /// The `[sso-session NAME]` section.
    func session(named name: String) throws(AWSError) -> [String: String]? {
        let section = try Self.section(.session(name), of: config, at: paths.config)
        if let section { try Self.checkSingle(section, paths.config) }
        return section?.settings
    }

    /// The error for a requested profile that doesn't exist.
    func missing(_ name: String) -> AWSError {
        let places = [paths.config, paths.credentials].compactMap(\.self)
        let shown = places.isEmpty ? "the shared files" : places.joined(separator: " or ")
        let faults = [(config.firstFault, paths.config), (credentials.firstFault, paths.credentials)]
            .compactMap { fault, path in fault?.sentence(file: path ?? "the file") }
        return .credentials(
            (["There is no profile \(ForeignText.cleaned(name)) in \(shown); check AWS_PROFILE and source_profile."]
                + faults)
                .joined(separator: " "))
    }

    package var description: String { "AWSProfiles(selected: \(selectedName))" }
    package var customMirror: Mirror { Mirror(self, children: ["selectedName": selectedName]) }

    private static func profile(
        _ name: String, _ config: SharedFile, _ credentials: SharedFile,
        _ paths: (config: String?, credentials: String?)
    ) throws(AWSError) -> AWSProfile? {
        let own = try section(.profile(name), of: config, at: paths.config)
        let secret = try section(.profile(name), of: credentials, at: paths.credentials)
        guard own != nil || secret != nil else { return nil }
        if let own { try checkSingle(own, paths.config) }
        if let secret { try checkSingle(secret, paths.credentials) }
        return AWSProfile(name: name, config: own?.settings ?? [:], credentials: secret?.settings ?? [:])
    }

    private static func section(
        _ name: SectionName, of file: SharedFile, at path: String?
    ) throws(AWSError) -> SharedFile.Section? {
        do throws(SharedFileError) { return try file.section(name) } catch {
            throw .credentials(error.sentence(file: path ?? "the file"))
        }
    }

    /// Checks that settings with a single value have one. A role without a value, and with its source indented below
    /// it, would otherwise count as a profile without a role.
    private static func checkSingle(_ section: SharedFile.Section, _ path: String?) throws(AWSError) {
        let wrong = section.nestedLines.filter { AWSProfile.single.contains($0.key) }.min { $0.value < $1.value }
        guard let (setting, line) = wrong else { return }
        let fault = SharedFileError.malformed(
            "settings indented below \(setting), which has no value; write its value after the equals sign", line: line
        )
        throw .credentials(fault.sentence(file: path ?? "the file"))
    }

    private static func file(
        _ path: String?, as kind: SharedFile.Kind, _ readFile: (String) throws -> [UInt8]?
    ) -> SharedFile {
        guard let path else { return SharedFile() }
        do { return try readFile(path).map { SharedFile($0, as: kind) } ?? SharedFile() } catch {
            return SharedFile(.unreadable)
        }
    }
}
