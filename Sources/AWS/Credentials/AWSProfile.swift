/// One profile, its settings joined from the config and the credentials file.
package struct AWSProfile: Sendable, CustomStringConvertible, CustomReflectable {
    package let name: String
    /// Whether the credentials file, and not only the config file, has keys for it.
    let hasKeysInCredentialsFile: Bool
    private let settings: [String: String]

    init(name: String, settings: [String: String], hasKeysInCredentialsFile: Bool = false) {
        self.name = name
        self.settings = settings
        self.hasKeysInCredentialsFile = hasKeysInCredentialsFile
    }

    /// The value of a setting, named in lower case; nil when missing or empty.
    package subscript(_ setting: String) -> String? {
        settings[setting].flatMap { $0.isEmpty ? nil : $0 }
    }

    package var description: String { "AWSProfile(\(name))" }
    package var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}
