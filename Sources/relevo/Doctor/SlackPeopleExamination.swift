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

    func checks(_ people: [SlackUserID: User]) async -> [Check] {
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
                if let why = trouble(found) { bad.append(check(person, user, why)) }
            } catch SlackError.recipientUnreachable {
                asked += 1
                bad.append(check(person, user, "is not a member of this workspace"))
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
        let rest = all > Self.most ? "; another day asks about others" : ""
        return .good("slack-id", "owners", "\(asked) of \(all) were asked about, \(reachable) can be reached\(rest).")
    }

    /// All of them, or so many in a row that each day continues where the last one ended.
    static func sample(of people: [SlackUserID], at now: Date) -> [SlackUserID] {
        guard people.count > most else { return people }
        let day = Int((now.timeIntervalSince1970 / Days.seconds).rounded(.down))
        let first = day * most % people.count
        return (first..<first + most).map { people[$0 % people.count] }
    }

    private func trouble(_ user: SlackUser) -> String? {
        if user.isDeleted { return "is deactivated in Slack" }
        if user.isBot { return "is a bot" }
        if user.isMember(of: team) == false { return "belongs to another workspace" }
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
            fix: "Tag the user with its owner's slack-id.")
    }

    private func check(_ person: SlackUserID, _ user: User, _ why: String) -> Check {
        .warning(
            "slack-id", "\(person) of \(user.name) in \(user.account)",
            "\(why), so the owner can't be notified of this user's keys.",
            fix: "Correct the slack-id tag of the user."
        )
    }
}
