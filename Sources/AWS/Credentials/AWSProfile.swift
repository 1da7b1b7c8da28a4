/// One profile, with its settings from the config and the credentials file.
package struct AWSProfile: Sendable, CustomStringConvertible, CustomReflectable {
    package let name: String
    private let config: [String: String]
    private let credentials: [String: String]

    /// - Parameters:
    ///   - config: its settings in the config file.
    ///   - credentials: its settings in the credentials file, which override the others.
    init(name: String, config: [String: String] = [:], credentials: [String: String] = [:]) {
        self.name = name
        self.config = config
        self.credentials = credentials
    }

    /// The value of a setting, named in lower case; nil if missing or empty in both files.
    package subscript(_ setting: String) -> String? {
        [credentials[setting], config[setting]].lazy.compactMap(\.self).first { !$0.isEmpty }
    }

    /// Whether the setting exists without a value.
    func isEmpty(_ setting: String) -> Bool {
        self[setting] == nil && (credentials[setting] ?? config[setting]) != nil
    }

    /// The value of a setting in one of the files: a key pair never mixes both.
    func value(of setting: String, in file: SharedFile.Kind) -> String? {
        let settings = file == .credentials ? credentials : config
        return settings[setting].flatMap { $0.isEmpty ? nil : $0 }
    }

    package var description: String { "AWSProfile(\(name))" }
    package var customMirror: Mirror { Mirror(self, children: ["name": name]) }

    /// Settings that have a single value, and no other settings indented below them.
    static let single: Set<String> = [
        "aws_access_key_id", "aws_secret_access_key", "aws_security_token", "aws_session_token", "ca_bundle",
        "credential_process", "credential_source", "duration_seconds", "ec2_metadata_service_endpoint",
        "ec2_metadata_service_endpoint_mode", "endpoint_url", "external_id", "ignore_configured_endpoint_urls",
        "login_session", "metadata_service_num_attempts", "metadata_service_timeout", "mfa_serial", "region",
        "role_arn", "role_session_name", "services", "source_profile", "sso_account_id", "sso_region",
        "sso_role_name", "sso_session", "sso_start_url", "use_dualstack_endpoint", "use_fips_endpoint",
        "web_identity_token_file",
    ]
}
