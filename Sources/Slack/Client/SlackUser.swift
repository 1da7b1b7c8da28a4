/// A person's Slack account.
///
/// See <https://docs.slack.dev/reference/objects/user-object>.
package struct SlackUser: Sendable, Equatable {
    package let id: String
    package let teamID: String?
    /// On Enterprise Grid, every workspace that the person belongs to; `teamID` is only the home workspace.
    package let enterpriseTeamIDs: Set<String>
    package let name: String
    package let realName: String?
    /// Deactivated.
    package let isDeleted: Bool
    package let isBot: Bool
    /// Such as `America/Lima`.
    package let timeZone: String?

    /// Whether the person belongs to that workspace, their home or another of their organization; nil if Slack doesn't
    /// say.
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

    /// Strict about what decides whether the person can be messaged; what is only displayed may be missing.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        id = try container.decode(String.self, forKey: .id)
        teamID = try container.decodeIfPresent(String.self, forKey: .teamID)
        enterpriseTeamIDs = Set(
            try container.decodeIfPresent(EnterpriseUser.self, forKey: .enterpriseUser)?.teams ?? [])
        name = (try? container.decode(String.self, forKey: .name)) ?? ""
        // Some deactivated people have a name only in the profile.
        realName =
            (try? container.decodeIfPresent(String.self, forKey: .realName))
            ?? (try? container.decodeIfPresent(Profile.self, forKey: .profile))?.real_name
        isDeleted = try container.decodeIfPresent(Bool.self, forKey: .deleted) ?? false
        isBot = try container.decodeIfPresent(Bool.self, forKey: .isBot) ?? false
        timeZone = try? container.decodeIfPresent(String.self, forKey: .tz)
    }
}

/// The owner of the token.
///
/// See <https://docs.slack.dev/reference/methods/auth.test>.
package struct SlackIdentity: Sendable, Equatable, Decodable {
    package let url: String
    package let team: String
    package let teamID: String
    package let user: String
    package let userID: String
    /// Missing for a person's token.
    package let botID: String?
    /// The token's scopes, from the answer's `x-oauth-scopes` header; nil without that header.
    package var scopes: Set<String>?

    private enum CodingKeys: String, CodingKey {
        case url, team, user
        case teamID = "team_id"
        case userID = "user_id"
        case botID = "bot_id"
    }
}
