/// The settings of a profile that signs in through IAM Identity Center, joined with its `sso-session`.
struct SSOProfile: Sendable, Equatable {
    let name: String
    let account: String
    let role: String
    let region: String
    /// Names the file of the sign-in: the session's name, or the start URL of profiles without a session.
    let cacheKey: String
    private let session: String?

    /// - Returns: nil when the profile names neither an account nor a role: then it isn't one of these.
    /// - Throws: when it names only a part of what is needed, or the session says something else.
    init?(_ profile: AWSProfile, profiles: AWSProfiles) throws(AWSError) {
        guard profile["sso_account_id"] != nil || profile["sso_role_name"] != nil else { return nil }
        var shared: [String: String] = [:]
        if let session = profile["sso_session"] {
            guard let found = try profiles.session(named: session) else {
                throw .credentials(
                    "Profile \(profile.name) names the sso-session \(ForeignText.cleaned(session)), which is not there."
                )
            }
            shared = found
        }
        for (setting, value) in shared.sorted(by: { $0.key < $1.key }) {
            if let own = profile[setting], own != value {
                throw .credentials("Profile \(profile.name) and its sso-session have different \(setting); keep one.")
            }
        }
        func needed(_ setting: String) throws(AWSError) -> String {
            guard let value = profile[setting] ?? shared[setting], !value.isEmpty else {
                throw .credentials("Profile \(profile.name) signs in through SSO but has no \(setting); add it.")
            }
            return value
        }
        name = profile.name
        account = try needed("sso_account_id")
        role = try needed("sso_role_name")
        region = try needed("sso_region")
        session = profile["sso_session"]
        let start = try needed("sso_start_url")
        cacheKey = session ?? start
    }

    /// What to do when the sign-in is over, as the end of a sentence.
    var mend: String {
        "run `aws sso login --profile \(name)`, and use another kind of credentials where nobody can sign in"
    }

    func url(endpoints: AWSEndpoints) throws(AWSError) -> String {
        let endpoint = try endpoints.endpoint(for: .sso, region: region)
        let base = endpoint.url.hasSuffix("/") ? endpoint.url : endpoint.url + "/"
        return "\(base)federation/credentials?role_name=\(PercentEncoding.query(role))"
            + "&account_id=\(PercentEncoding.query(account))"
    }
}
