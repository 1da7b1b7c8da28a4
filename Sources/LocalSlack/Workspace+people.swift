extension Workspace {
    func authTest(_ arguments: Arguments) throws -> [String: JSONValue] {
        [
            "url": "https://local.slack.com/", "team": .string(seed.team), "team_id": .string(teamID),
            "user": .string(appName.lowercased()), "user_id": .string(Self.botUserID), "bot_id": .string(Self.botID),
            "is_enterprise_install": false,
        ]
    }

    func userInfo(_ arguments: Arguments) throws -> [String: JSONValue] {
        guard let id = arguments["user"], let user = users[id] else { throw MethodFailure("user_not_found") }
        let realName = JSONValue.string(user.realName ?? user.name)
        var object: [String: JSONValue] = [
            "id": .string(user.id), "team_id": .string(user.teamId ?? teamID), "name": .string(user.name),
            "deleted": .bool(user.deleted ?? false), "profile": ["real_name": realName, "display_name": ""],
        ]
        if let teams = user.enterpriseTeams {
            object["enterprise_user"] = [
                "id": .string(user.id), "enterprise_id": "E0LOCAL", "enterprise_name": "Local",
                "is_admin": false, "is_owner": false, "teams": .array(teams.map { .string($0) }),
            ]
        }
        // As Slack does, the time zone and the outer real name are left out for deactivated people.
        if user.deleted != true {
            object["real_name"] = realName
            object["tz"] = .string(user.tz ?? "Etc/UTC")
            object["is_bot"] = .bool(user.isBot ?? false)
            object["is_app_user"] = false
            if let home = user.teamId, home != teamID, user.enterpriseTeams?.contains(teamID) != true {
                object["is_stranger"] = true
            }
        } else {
            object["is_bot"] = .bool(user.isBot ?? false)
        }
        return ["user": .object(object)]
    }

    func openConversation(_ arguments: Arguments) throws -> [String: JSONValue] {
        if let channel = arguments["channel"] {
            guard directMessages.values.contains(channel) else { throw MethodFailure("channel_not_found") }
            return ["channel": ["id": .string(channel)]]
        }
        guard let list = arguments["users"] else { throw MethodFailure("users_list_not_supplied") }
        let ids = list.split(separator: ",").map(String.init)
        guard ids.count == 1 else { throw MethodFailure("method_not_supported") }
        return ["channel": ["id": .string(try directMessage(with: ids[0]))]]
    }

    /// The conversation with a person, opened if need be.
    func directMessage(with userID: String) throws -> String {
        guard let user = users[userID] else { throw MethodFailure("user_not_found") }
        if user.deleted == true { throw MethodFailure("user_disabled") }
        if user.isBot == true { throw MethodFailure("cannot_dm_bot") }
        if user.messagesTabDisabled == true { throw MethodFailure("messages_tab_disabled") }
        if let open = directMessages[userID] { return open }
        let id = "D" + userID.dropFirst()
        directMessages[userID] = id
        return id
    }
}
