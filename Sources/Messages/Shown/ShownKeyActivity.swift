import KeyPolicy
import Slack

/// Who created or activated a key, as a message's readers may see it: all of it is outside text, cleaned and bounded.
enum ShownKeyActivity {
    enum Actor {
        case user(Mrkdwn)
        case session(role: Mrkdwn, name: Mrkdwn)
        case root
        case other(Mrkdwn)
    }

    enum Means {
        case console
        case commandLine
        case program(Mrkdwn)
    }

    /// Each part is nil where CloudTrail doesn't report it.
    struct Circumstances {
        let means: Means?
        let source: Mrkdwn?
    }

    case byTheUser(Circumstances)
    case byAnother(Actor, Circumstances)
    case notShown
    case notAllowed(permission: Mrkdwn)
    /// CloudTrail's own words are on the command line only.
    case unknown

    /// - Parameter userName: whose credential it is about.
    init(_ activity: KeyActivity, userName: String) {
        let circumstances = Circumstances(activity)
        if case .user(userName, _) = activity.actor {
            self = .byTheUser(circumstances)
        } else {
            self = .byAnother(Actor(activity.actor), circumstances)
        }
    }

    /// Nil if it was not looked up.
    init?(_ action: PlannedAction) {
        switch action.activity {
        case .found(let activity):
            let circumstances = Circumstances(activity)
            self =
                activity.isBy(action.user)
                ? .byTheUser(circumstances) : .byAnother(Actor(activity.actor), circumstances)
        case .notFound: self = .notShown
        case .notAllowed(let permission): self = .notAllowed(permission: Self.code(permission))
        case .unknown: self = .unknown
        case nil: return nil
        }
    }
}

extension ShownKeyActivity {
    /// AWS names and addresses are plain text. A hostile one must not push the key's own line out of the message, so it is cut by
    /// the length of its escaped form, not by its characters.
    fileprivate static func code(_ text: String) -> Mrkdwn { cut(text, to: 64) { .code($0, limit: $1) } }

    private static func cut(_ text: String, to room: Int, _ shown: (String, Int) -> Mrkdwn) -> Mrkdwn {
        var limit = room
        while limit > 1, shown(text, limit).length > room + 3 { limit /= 2 }
        return shown(text, limit)
    }
}

extension ShownKeyActivity.Actor {
    init(_ actor: KeyActivity.Actor) {
        switch actor {
        case .user(let name, _): self = .user(ShownKeyActivity.code(name))
        case .session(let role, let name):
            self = .session(role: ShownKeyActivity.code(role), name: ShownKeyActivity.code(name))
        case .root: self = .root
        case .service(let name), .other(let name): self = .other(ShownKeyActivity.code(name))
        }
    }
}

extension ShownKeyActivity.Circumstances {
    init(_ activity: KeyActivity) {
        // A service that acts by itself is also given as the address.
        source =
            activity.actor == activity.source.map(KeyActivity.Actor.service)
            ? nil : activity.source.flatMap { Self.shown($0) }
        means =
            switch activity.means {
            case .console: .console
            case .commandLine: .commandLine
            // A service's own name is also given as the address.
            case .program(let name): name == activity.source ? nil : Self.shown(name).map { .program($0) }
            case .unknown: nil
            }
    }

    private static func shown(_ text: String) -> Mrkdwn? {
        let code = ShownKeyActivity.code(text)
        return code.isEmpty ? nil : code
    }
}
