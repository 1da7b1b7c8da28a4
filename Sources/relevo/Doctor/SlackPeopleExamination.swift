import KeyPolicy
import Slack

/// Asks Slack about some of the owners that the inventory knows.
struct SlackPeopleExamination {
    private static let most = 20

    let client: SlackClient
    let team: String

    func checks(_ people: [SlackUserID: User]) async -> [Check] {
        let id = "slack-id"
        guard !people.isEmpty else {
            return [
                .unknown(
                    id, "owners", "are not checked: no scan has seen a user with a slack-id yet.",
                    mend: "Run `relevo scan`, then this again.")
            ]
        }
        var bad: [Check] = []
        var asked = 0
        for person in sample(of: people.keys.sorted()) {
            guard let user = people[person] else { continue }
            do {
                let found = try await client.user(person.rawValue)
                asked += 1
                if let why = trouble(found) { bad.append(check(person, user, why)) }
            } catch SlackError.recipientUnreachable {
                asked += 1
                bad.append(check(person, user, "is nobody in this workspace"))
            } catch {
                bad.append(.unknown(id, person.rawValue, "is not checked: \(error)"))
                break
            }
        }
        let reachable = asked - bad.count { $0.ok == false }
        let count = "\(reachable) of \(asked) asked about can be written to"
        let summary: Check =
            asked == 0
            ? .unknown(id, "owners", "are not checked: Slack didn't answer.")
            : .good(id, "owners", "\(count); \(people.count) are known.")
        return [summary] + bad
    }

    /// Spread over all of them, and the same ones every time.
    private func sample(of people: [SlackUserID]) -> [SlackUserID] {
        let step = max(1, (people.count + Self.most - 1) / Self.most)
        return stride(from: 0, to: people.count, by: step).map { people[$0] }
    }

    private func trouble(_ user: SlackUser) -> String? {
        if user.isDeleted { return "is deactivated in Slack" }
        if user.isBot { return "is a bot" }
        if user.isMember(of: team) == false { return "belongs to another workspace" }
        return nil
    }

    private func check(_ person: SlackUserID, _ user: User, _ why: String) -> Check {
        .bad(
            "slack-id", "\(person) of \(user.name) in \(user.account)",
            "\(why): word for this user goes to the security channel.", mend: "Correct the user's slack-id tag.")
    }
}
