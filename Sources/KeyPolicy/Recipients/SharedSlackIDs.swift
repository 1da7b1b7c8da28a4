/// Collects, user by user, the Slack ids that carry two different full names: nobody knows whose they are.
package struct SharedSlackIDs: Sendable {
    private var names: [SlackUserID: String] = [:]
    package private(set) var ids: Set<SlackUserID> = []

    package init() {}

    package mutating func see(_ owner: Owner) {
        guard let id = owner.slackUser, let name = owner.fullName else { return }
        // Spacing and case don't make another person.
        let plain = name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if let known = names[id], known != plain { ids.insert(id) } else { names[id] = plain }
    }
}
