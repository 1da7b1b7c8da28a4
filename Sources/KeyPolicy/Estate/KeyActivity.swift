package import FoundationEssentials

/// What somebody did to a key: who, from where, with what, as CloudTrail recorded it.
package struct KeyActivity: Hashable, Codable, Sendable {
    package enum Actor: Hashable, Codable, Sendable {
        /// An IAM user; `id` is nil where CloudTrail doesn't have it.
        case user(name: String, id: UserID?)
        /// Somebody in a session of a role, by the name the session was given.
        case session(role: String, name: String)
        /// The account's root user.
        case root
        /// An AWS service on somebody's behalf, e.g. `cloudformation.amazonaws.com`.
        case service(String)
        /// Anybody else, by ARN or the kind of identity.
        case other(String)

        /// How JSON and tables name them.
        package var text: String {
            switch self {
            case .user(let name, _): "user \(name)"
            case .session(let role, let name): "role \(role) as \(name)"
            case .root: "the root user"
            case .service(let name), .other(let name): name
            }
        }
    }

    package enum Means: Hashable, Codable, Sendable {
        case console
        /// AWS's own command line.
        case commandLine
        /// By its own name, shortened: `Boto3/1.34.0`.
        case program(String)
        case unknown
    }

    package let actor: Actor
    package let actorARN: String?
    package let means: Means
    /// An IP address, or the service that it came through.
    package let source: String?
    package let at: Date
    /// CloudTrail's own id of the event.
    package let event: String

    package init(actor: Actor, actorARN: String?, means: Means, source: String?, at: Date, event: String) {
        self.actor = actor
        self.actorARN = actorARN
        self.means = means
        self.source = source
        self.at = at
        self.event = event
    }

    /// Whether it was done with the user's own credentials. Names are reused, so the id decides where it is known.
    package func isBy(_ user: User) -> Bool {
        guard case .user(_, let id) = actor else { return false }
        return id.map { $0 == user.id } ?? (actorARN == user.arn)
    }
}

/// The result of looking for an activity.
package enum KeyActivityLookup: Hashable, Codable, Sendable {
    case found(KeyActivity)
    /// CloudTrail shows no such event: it is too recent, older than ninety days, or not visible there.
    case notFound
    /// The role lacks this permission.
    case notAllowed(permission: String)
    /// The look-up failed, and why.
    case unknown(String)

    package var activity: KeyActivity? {
        if case .found(let activity) = self { activity } else { nil }
    }

    /// Why it is unknown who did it; nil when it is known.
    package var why: String? {
        switch self {
        case .found: nil
        case .notFound: "CloudTrail shows no such event; events can take 15 minutes to appear there"
        case .notAllowed(let permission): "the audit role isn't allowed to call \(permission)"
        case .unknown(let why): why
        }
    }
}
