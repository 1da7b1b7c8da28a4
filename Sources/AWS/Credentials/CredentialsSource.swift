/// Which kind of place credentials were found in, and the profile where one named it.
package enum CredentialsSource: Sendable, Equatable, CustomStringConvertible {
    case environment
    /// A role assumed with other credentials (`role_arn`).
    case role(profile: String)
    /// A role for a token in a file; nil when the environment named it.
    case webIdentity(profile: String?)
    case sso(profile: String)
    case credentialsFile(profile: String)
    case process(profile: String)
    case configFile(profile: String)
    case container
    case instance

    package var description: String {
        switch self {
        case .environment: "environment"
        case .role(let name): "profile \(name) (role)"
        case .webIdentity(let name?): "profile \(name) (web identity)"
        case .webIdentity(nil): "web identity"
        case .sso(let name): "profile \(name) (SSO)"
        case .credentialsFile(let name), .configFile(let name): "profile \(name)"
        case .process(let name): "profile \(name) (credential_process)"
        case .container: "container"
        case .instance: "EC2 instance"
        }
    }
}
