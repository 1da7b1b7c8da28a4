/// What looking for an activity came to; not knowing is never taken for anything else.
package enum KeyActivityLookup: Hashable, Sendable {
    case found(KeyActivity)
    /// CloudTrail shows no such event: it is too fresh, older than ninety days, or not to be seen there.
    case notFound
    /// The role may not look; the permission it lacks.
    case notAllowed(permission: String)
    /// The look-up went wrong, and why.
    case unknown(String)

    package var activity: KeyActivity? {
        if case .found(let activity) = self { activity } else { nil }
    }

    /// Why nobody can say who did it; nil when somebody can.
    package var why: String? {
        switch self {
        case .found: nil
        case .notFound: "CloudTrail shows no such event; an event may take a quarter of an hour to get there"
        case .notAllowed(let permission): "the audit role may not call \(permission)"
        case .unknown(let why): why
        }
    }
}
