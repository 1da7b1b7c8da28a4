/// What Slack knows of a person.
///
/// See <https://docs.slack.dev/reference/objects/user-object>.
package struct SlackUser: Sendable, Equatable {
    package let id: String
    package let teamID: String?
    /// On Enterprise Grid, every workspace of the organization that the person is in; `teamID` is only their home.
    package let enterpriseTeamIDs: Set<String>
    package let name: String
    package let realName: String?
    /// Deactivated.
    package let isDeleted: Bool
    package let isBot: Bool
    /// Such as `America/Lima`.
    package let timeZone: String?

    /// Whether the person is in that workspace, at home or from a sister workspace; nil where Slack doesn't say.
    package func isMember(of team: String) -> Bool? {
        teamID.map { $0 == team || enterpriseTeamIDs.contains(team) }
    }

    package init(
        id: String, teamID: String?, enterpriseTeamIDs: Set<String> = [], name: String, realName: String?,
        isDeleted: Bool, isBot: Bool, timeZone: String?
    ) {
        self.id = id
        self.teamID = teamID
        self.enterpriseTeamIDs = enterpriseTeamIDs
        self.name = name
        self.realName = realName
        self.isDeleted = isDeleted
        self.isBot = isBot
        self.timeZone = timeZone
    }
}

extension SlackUser: Decodable {
    private enum Key: String, CodingKey {
        case id, name, deleted, tz, profile
        case teamID = "team_id"
        case realName = "real_name"
        case isBot = "is_bot"
        case enterpriseUser = "enterprise_user"
    }

    private struct Profile: Decodable {
        let real_name: String?
    }

    private struct EnterpriseUser: Decodable {
        let teams: [String]?
    }

    /// Strict where it decides whether somebody can be written to; what is only shown may be missing.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        id = try container.decode(String.self, forKey: .id)
        teamID = try container.decodeIfPresent(String.self, forKey: .teamID)
        enterpriseTeamIDs = Set(
            try container.decodeIfPresent(EnterpriseUser.self, forKey: .enterpriseUser)?.teams ?? [])
        name = (try? container.decode(String.self, forKey: .name)) ?? ""
        // The name stands in the profile alone for some deactivated people.
        realName =
            (try? container.decodeIfPresent(String.self, forKey: .realName))
            ?? (try? container.decodeIfPresent(Profile.self, forKey: .profile))?.real_name
        isDeleted = try container.decodeIfPresent(Bool.self, forKey: .deleted) ?? false
        isBot = try container.decodeIfPresent(Bool.self, forKey: .isBot) ?? false
        timeZone = try? container.decodeIfPresent(String.self, forKey: .tz)
    }
}
