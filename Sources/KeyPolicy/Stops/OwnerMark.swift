/// Who answered for a user when a run last decided about it: what a change is measured against.
package struct OwnerMark: Hashable, Codable, Sendable {
    /// `engineer`, `machine` or `unknown`.
    package let type: String
    package let slackID: String?
    package let email: String?
    package let fullName: String?
    package let team: String?
    /// Whether Slack said for certain that the person can't be reached; nil while it was never asked.
    package var isLost: Bool?

    package init(_ user: User, isLost: Bool? = nil) {
        let owner = user.owner
        type = owner.type.text
        slackID = owner.slackID
        email = user.tag("email")
        fullName = owner.fullName
        team = owner.team
        self.isLost = isLost
    }

    /// Whether somebody else answers now, or the same person for something else, or one who could be told can't be any more. A
    /// first answer of Slack shows no change.
    package func isChanged(to other: OwnerMark) -> Bool {
        var (before, after) = (self, other)
        (before.isLost, after.isLost) = (nil, nil)
        return before != after || (isLost == false && other.isLost == true)
    }

    /// Names by which the person may approve, and must not.
    package var names: [String] { [slackID, email, fullName].compactMap(\.self) }
}
