/// The people and channels of the workspace at the start; read from a JSON file.
package struct Seed: Sendable, Codable {
    package struct User: Sendable, Codable {
        package var id: String
        package var name: String
        package var realName: String?
        package var deleted: Bool?
        package var isBot: Bool?
        /// The home workspace, for people of another one.
        package var teamId: String?
        /// On Enterprise Grid, all workspaces that the person belongs to.
        package var enterpriseTeams: [String]?
        package var tz: String?
        /// Whether the app can't message this person because its Messages tab is disabled.
        package var messagesTabDisabled: Bool?

        package init(
            id: String, name: String, realName: String? = nil, deleted: Bool? = nil, isBot: Bool? = nil,
            teamId: String? = nil, enterpriseTeams: [String]? = nil, tz: String? = nil, messagesTabDisabled: Bool? = nil
        ) {
            self.id = id
            self.name = name
            self.realName = realName
            self.deleted = deleted
            self.isBot = isBot
            self.teamId = teamId
            self.enterpriseTeams = enterpriseTeams
            self.tz = tz
            self.messagesTabDisabled = messagesTabDisabled
        }
    }

    package struct Channel: Sendable, Codable {
        package var id: String
        package var name: String
        package var isPrivate: Bool?
        package var archived: Bool?
        /// Whether the app is a member; true by default.
        package var member: Bool?
        /// Whether another company is in it (Slack Connect).
        package var extShared: Bool?
        /// Whether another company is invited.
        package var pendingExtShared: Bool?
        /// Whether other workspaces of the same organization are in it.
        package var orgShared: Bool?

        private enum CodingKeys: String, CodingKey {
            case id, name, archived, member, extShared, pendingExtShared, orgShared
            case isPrivate = "private"
        }

        package init(
            id: String, name: String, isPrivate: Bool? = nil, archived: Bool? = nil, member: Bool? = nil
        ) {
            self.id = id
            self.name = name
            self.isPrivate = isPrivate
            self.archived = archived
            self.member = member
        }
    }

    package var team: String
    package var teamId: String?
    /// The app's display name.
    package var app: String?
    package var users: [User]
    package var channels: [Channel]

    package init(
        team: String, teamId: String? = nil, app: String? = nil, users: [User] = [], channels: [Channel] = []
    ) {
        self.team = team
        self.teamId = teamId
        self.app = app
        self.users = users
        self.channels = channels
    }

    package static let empty = Seed(team: "Local")
}
