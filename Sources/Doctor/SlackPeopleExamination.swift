import FoundationEssentials
import KeyPolicy
import Slack

/// Checks whether the owners that the inventory knows can be reached.
struct SlackPeopleExamination {
    /// In one examination: Slack answers so many `users.info` a minute, and nobody waits longer at a terminal.
    static let most = 100

    let client: SlackClient
    let team: String
    let now: Date
    /// `policy.unreachable: enforce`.
    var enforcesUnreachable = false
    /// `policy.left: enforce`.
    var enforcesLeft = true

    /// Why an owner can't be notified, and how to correct it.
    private enum Trouble {
        case left, bot, otherWorkspace, unknown, shared
    }

    /// - Parameter shared: whose users have different full names.
    func checks(_ people: [SlackUserID: User], shared: Set<SlackUserID> = []) async -> [Check] {
        let id = "slack-id"
        guard !people.isEmpty else {
            return [
                .unknown(
                    id, "owners", "are not checked: no scan has seen a user with a slack-id yet.",
                    fix: "Run `relevo scan`, then `relevo doctor` again.")
            ]
        }
        var bad: [Check] = []
        var asked = 0
        for person in Self.sample(of: people.keys.sorted(), at: now) {
            guard let user = people[person] else { continue }
            do {
                let found = try await client.user(person.rawValue)
                asked += 1
                if let why = shared.contains(person) ? .shared : trouble(found) {
                    bad.append(check(person, user, why))
                }
            } catch SlackError.recipientUnreachable {
                asked += 1
                bad.append(check(person, user, .unknown))
            } catch {
                bad.append(
                    .unknown(id, person.rawValue, "is not checked: \(error)", fix: Fix.again))
                break
            }
        }
        return [summary(asked, reachable: asked - bad.count { !$0.isHealthy }, of: people.count)] + bad
    }

    private func summary(_ asked: Int, reachable: Int, of all: Int) -> Check {
        guard asked > 0 else {
            return .unknown("slack-id", "owners", "are not checked: Slack didn't answer.", fix: Fix.again)
        }
        let rest = all > Self.most ? "; others are checked on another day" : ""
        return .good(
            "slack-id", "owners",
            "\(asked) of \(all) were checked, and \(reachable) of them can be reached\(rest).")
    }

    /// All of them, or so many in a row that each day continues where the last one ended.
    static func sample(of people: [SlackUserID], at now: Date) -> [SlackUserID] {
        guard people.count > most else { return people }
        let day = Int((now.timeIntervalSince1970 / Days.seconds).rounded(.down))
        let first = day * most % people.count
        return (first..<first + most).map { people[$0 % people.count] }
    }

    private func trouble(_ user: SlackUser) -> Trouble? {
        if user.isDeleted { return .left }
        if user.isBot { return .bot }
        if user.isMember(of: team) == false { return .otherWorkspace }
        return nil
    }

    /// - Parameter isEnforced: `policy.unreachable: enforce`.
    static func missing(_ user: User, isEnforced: Bool) -> Check {
        .warning(
            "slack-id", "\(user.name) in \(user.account)",
            "has no slack-id tag with a person's id (U…): "
                + (isEnforced
                    ? "the channel gets this user's notices, and the keys are deactivated."
                    : "nobody can be notified of this user's keys."),
            fix: "Tag the user with its owner's slack-id."
        ).about(userIn: user.account)
    }

    private func check(_ person: SlackUserID, _ user: User, _ trouble: Trouble) -> Check {
        // Without names, so that users with the same trouble share a fix.
        let (why, fix) =
            switch trouble {
            case .left:
                ("is deactivated in Slack", "If somebody else answers for the user now, tag it with their slack-id.")
            case .bot: ("is a bot", "Tag the user with the slack-id of a person.")
            case .otherWorkspace:
                ("belongs to another workspace", "Tag the user with the slack-id of a member of this workspace.")
            case .unknown:
                (
                    "is not a member of this workspace",
                    "Correct the slack-id tag: a person's profile in Slack has *Copy member ID*."
                )
            case .shared:
                (
                    "is the slack-id of users with different full-name tags",
                    "Correct the slack-id or full-name tag of the users who share a slack-id."
                )
            }
        let isEnforced = trouble == .left ? enforcesLeft : enforcesUnreachable
        let outcome =
            isEnforced
            ? "the channel gets this user's notices, and the keys are deactivated."
            : "nobody can be notified of this user's keys, so they stay active."
        return .warning("slack-id", "\(person) of \(user.name) in \(user.account)", "\(why): \(outcome)", fix: fix)
            .about(userIn: user.account)
    }
}
