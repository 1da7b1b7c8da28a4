/// Turns a profile into a provider: its keys, or a role assumed from another source.
struct ProfileCredentials {
    let profiles: AWSProfiles
    let environment: [String: String]
    let sender: any HTTPSender
    let settings: AWSTransport.Settings
    let sessionName: String

    /// - Throws: one sentence that says what is wrong with the profile and the way out.
    func provider(for name: String) throws(AWSError) -> any CredentialsProvider {
        try provider(for: name, after: [])
    }

    private func provider(for name: String, after path: [String]) throws(AWSError) -> any CredentialsProvider {
        guard let profile = profiles.profile(named: name) else {
            let places = profiles.files.isEmpty ? "the shared files" : profiles.files.joined(separator: " or ")
            throw .credentials("There is no profile \(name) in \(places); check AWS_PROFILE and source_profile.")
        }
        guard !path.contains(name) else {
            let circle = (path + [name]).joined(separator: " → ")
            throw .credentials("The profiles \(circle) name each other as source_profile; break the circle.")
        }
        if let role = profile["role_arn"] { return try assumed(role, profile, after: path + [name]) }
        if let keys = try Self.keys(of: profile) { return keys }
        throw Self.unusable(profile)
    }

    private func assumed(
        _ role: String, _ profile: AWSProfile, after path: [String]
    ) throws(AWSError) -> any CredentialsProvider {
        if profile["mfa_serial"] != nil {
            throw .credentials(
                "Profile \(profile.name) wants an MFA code (mfa_serial), which nobody can type in an unattended run; "
                    + "start with `aws-vault exec \(profile.name) -- …`, or use a profile whose role needs no code.")
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

    private func source(of profile: AWSProfile, after path: [String]) throws(AWSError) -> any CredentialsProvider {
        switch (profile["source_profile"], profile["credential_source"]) {
        case (.some, .some):
            throw .credentials("Profile \(profile.name) has both source_profile and credential_source; keep one.")
        case (let source?, nil) where source == profile.name:
            guard let keys = try Self.keys(of: profile) else { throw Self.unusable(profile) }
            return keys
        case (let source?, nil): return try provider(for: source, after: path)
        case (nil, "Environment"):
            guard let found = try EnvironmentCredentials(environment) else {
                throw .credentials(
                    "Profile \(profile.name) takes its credentials from the environment, where "
                        + "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set.")
            }
            return found
        case (nil, let source?):
            throw .credentials(
                "Profile \(profile.name) has credential_source = \(ForeignText.cleaned(source)), which cannot be read "
                    + "yet; use source_profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")
        case (nil, nil):
            if profile["web_identity_token_file"] != nil { throw Self.unusable(profile) }
            throw .credentials("Profile \(profile.name) has role_arn but no source_profile; add it.")
        }
    }

    private static func keys(of profile: AWSProfile) throws(AWSError) -> StaticCredentials? {
        let id = profile["aws_access_key_id"]
        let secret = profile["aws_secret_access_key"]
        if id == nil && secret == nil { return nil }
        guard let id, let secret else {
            throw .credentials(
                "Profile \(profile.name) has only one of aws_access_key_id and aws_secret_access_key; add the other.")
        }
        return StaticCredentials(
            try AWSCredentials(accessKeyID: id, secretAccessKey: secret, sessionToken: profile["aws_session_token"]))
    }

    private static func unusable(_ profile: AWSProfile) -> AWSError {
        let sources = [
            "credential_process", "sso_session", "sso_start_url", "web_identity_token_file", "login_session",
        ]
        guard let source = sources.first(where: { profile[$0] != nil }) else {
            return .credentials(
                "Profile \(profile.name) has no credentials; add aws_access_key_id and aws_secret_access_key, "
                    + "or role_arn and source_profile.")
        }
        return .credentials(
            "Profile \(profile.name) gets its credentials from \(source), which cannot be read yet; run "
                + "`eval \"$(aws configure export-credentials --profile \(profile.name) --format env)\"` first.")
    }

    private static func duration(of profile: AWSProfile) throws(AWSError) -> Int {
        guard let text = profile["duration_seconds"] else { return 3_600 }
        guard let seconds = Int(text), (900...43_200).contains(seconds) else {
            throw .credentials("Profile \(profile.name) has a duration_seconds that is not from 900 to 43200.")
        }
        return seconds
    }
}
