/// Finds the provider of a profile: the first of its sources, in the SDKs' order.
struct ProfileCredentials {
    let profiles: AWSProfiles
    let environment: [String: String]
    let sender: any HTTPSender
    let settings: AWSTransport.Settings
    let sessionName: String
    let processes: (any ProcessRunner)?
    let readFile: FileReader

    /// The source that the selected profile or the environment's web identity configures; nil if neither does.
    ///
    /// - Throws: one sentence that says what is wrong with the profile and how to fix it.
    func selected() throws(AWSError) -> FoundCredentials? {
        if profiles.selected == nil && !profiles.isSelectionExplicit { return try webIdentity(nil, isSelected: true) }
        return try found(in: profiles.selectedName, after: [])
    }

    func found(in name: String, after path: [String]) throws(AWSError) -> FoundCredentials? {
        guard let profile = try profiles.profile(named: name) else { throw profiles.missing(name) }
        guard !path.contains(name) else {
            let circle = (path + [name]).joined(separator: " → ")
            throw .credentials("The profiles \(circle) form a loop of source_profile; remove one of these settings.")
        }
        guard !profile.isEmpty("role_arn") else {
            // Without the role, the profile would have other permissions.
            throw .credentials("Profile \(name) has a role_arn without a value; fill it in, or remove it.")
        }
        if let role = profile["role_arn"], profile["web_identity_token_file"] == nil {
            let provider = try assumed(role, profile, after: path + [name])
            return FoundCredentials(source: .role(profile: name), provider: provider)
        }
        if let web = try webIdentity(profile, isSelected: path.isEmpty) { return web }
        return try direct(profile)
    }

    /// The source of the profile's own credentials, without a role.
    func direct(_ profile: AWSProfile) throws(AWSError) -> FoundCredentials? {
        let name = profile.name
        if let sso = try SSOProfile(profile, profiles: profiles) {
            let provider = try SSOCredentials(
                sso, home: UserPaths(environment).home ?? "", sender: sender, settings: settings, readFile: readFile)
            return FoundCredentials(source: .sso(profile: name), provider: provider)
        }
        if let keys = try Self.keys(of: profile, in: .credentials) {
            return FoundCredentials(source: .credentialsFile(profile: name), provider: keys)
        }
        if profile["login_session"] != nil {
            throw .credentials(
                "Profile \(name) gets its credentials from `aws login`, which is not supported; run "
                    + "`eval \"$(aws configure export-credentials --profile \(name) --format env)\"` first.")
        }
        if let process = try process(of: profile) {
            return FoundCredentials(source: .process(profile: name), provider: process)
        }
        guard let keys = try Self.keys(of: profile, in: .config) else { return nil }
        return FoundCredentials(source: .configFile(profile: name), provider: keys)
    }

    /// - Parameter isSelected: whether it is the selected profile, for which the environment's variables override the
    ///   settings.
    private func webIdentity(_ profile: AWSProfile?, isSelected: Bool) throws(AWSError) -> FoundCredentials? {
        func setting(_ variable: String, _ name: String) -> (value: String, isFromProfile: Bool)? {
            if isSelected, let value = environment[variable]?.trimmed, !value.isEmpty { return (value, false) }
            return profile?[name].map { ($0, true) }
        }
        guard let file = setting("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file") else { return nil }
        guard let role = setting("AWS_ROLE_ARN", "role_arn")?.value else {
            throw .credentials(
                "A web identity token file is configured without a role; set AWS_ROLE_ARN, or role_arn in the profile.")
        }
        let sts = STSClient(
            AWSTransport(sender: sender, settings: settings, credentials: NoCredentials(), scope: "web identity"))
        let request = STSClient.AssumeRoleRequest(
            roleARN: role, sessionName: setting("AWS_ROLE_SESSION_NAME", "role_session_name")?.value ?? sessionName,
            durationSeconds: try profile.map(Self.duration) ?? 3_600)
        let provider = WebIdentityCredentials(
            sts: sts, request: request, tokenFile: UserPaths(environment).named(file.value), settings: settings,
            readFile: readFile)
        return FoundCredentials(
            source: .webIdentity(profile: file.isFromProfile ? profile?.name : nil), provider: provider)
    }

    private func assumed(
        _ role: String, _ profile: AWSProfile, after path: [String]
    ) throws(AWSError) -> any CredentialsProvider {
        if profile["mfa_serial"] != nil {
            throw .credentials(
                "Profile \(profile.name) requires an MFA code (mfa_serial), which an unattended run can't enter; "
                    + "start with `aws-vault exec \(profile.name) -- …`, or use a profile whose role requires none.")
        }
        let sts = STSClient(
            AWSTransport(
                sender: sender, settings: settings, credentials: try source(of: profile, after: path),
                scope: "profile \(profile.name)"))
        let request = STSClient.AssumeRoleRequest(
            roleARN: role, sessionName: profile["role_session_name"] ?? sessionName,
            externalID: profile["external_id"], durationSeconds: try Self.duration(of: profile))
        return AssumeRoleCredentials(sts: sts, request: request, now: settings.now)
    }

    private func process(of profile: AWSProfile) throws(AWSError) -> ProgramCredentials? {
        guard let line = profile["credential_process"] else { return nil }
        guard let processes else {
            throw .credentials(
                "Profile \(profile.name) gets its credentials from a program (credential_process), and programs can't "
                    + "be started here; use another kind of credentials.")
        }
        return try ProgramCredentials(
            profile: profile.name, commandLine: line, runner: processes, settings: settings)
    }

    private static func keys(
        of profile: AWSProfile, in file: SharedFile.Kind
    ) throws(AWSError) -> StaticCredentials? {
        let id = profile.value(of: "aws_access_key_id", in: file)
        let secret = profile.value(of: "aws_secret_access_key", in: file)
        if id == nil && secret == nil { return nil }
        guard let id, let secret else {
            throw .credentials(
                "Profile \(profile.name) has only one of aws_access_key_id and aws_secret_access_key; add the other.")
        }
        // The older name comes first, as in botocore.
        let token = ["aws_security_token", "aws_session_token"].lazy.compactMap { profile.value(of: $0, in: file) }
            .first
        return StaticCredentials(
            try AWSCredentials(accessKeyID: id, secretAccessKey: secret, sessionToken: token),
            origin: "profile \(profile.name)")
    }

    /// - Parameter name: the name of an existing profile.
    static func empty(_ name: String) -> AWSError {
        .credentials(
            "Profile \(name) has no credentials; add aws_access_key_id and aws_secret_access_key, "
                + "or role_arn and source_profile.")
    }

    private static func duration(of profile: AWSProfile) throws(AWSError) -> Int {
        guard let text = profile["duration_seconds"] else { return 3_600 }
        guard let seconds = Int(text), (900...43_200).contains(seconds) else {
            throw .credentials(
                "The duration_seconds of profile \(profile.name) must be a whole number from 900 to 43200.")
        }
        return seconds
    }
}
