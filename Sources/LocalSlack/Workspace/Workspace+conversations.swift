extension Workspace {
    /// What a conversation id stands for.
    enum Place {
        case channel(Seed.Channel)
        case direct(id: String, user: Seed.User)

        var id: String {
            switch self {
            case .channel(let channel): channel.id
            case .direct(let id, _): id
            }
        }
    }

    /// A conversation that the app can see. A private channel that the app isn't in doesn't exist for it.
    func place(_ id: String?) throws -> Place {
        guard let id else { throw MethodFailure("channel_not_found") }
        if let channel = channels[id] {
            if channel.isPrivate == true && channel.member == false { throw MethodFailure("channel_not_found") }
            return .channel(channel)
        }
        if let entry = directMessages.first(where: { $0.value == id }), let user = users[entry.key] {
            return .direct(id: id, user: user)
        }
        throw MethodFailure("channel_not_found")
    }

    func conversationInfo(_ arguments: Arguments) throws -> [String: JSONValue] {
        switch try place(arguments["channel"]) {
        case .direct(let id, let user):
            try require("im:read")
            return ["channel": ["id": .string(id), "is_im": true, "user": .string(user.id)]]
        case .channel(let channel):
            let isPrivate = channel.isPrivate ?? false
            let (isExternal, isOrganizations) = (channel.extShared ?? false, channel.orgShared ?? false)
            try require(isPrivate ? "groups:read" : "channels:read")
            return [
                "channel": [
                    "id": .string(channel.id), "name": .string(channel.name), "is_channel": .bool(!isPrivate),
                    "is_group": .bool(isPrivate), "is_im": false, "is_private": .bool(isPrivate),
                    "is_archived": .bool(channel.archived ?? false), "is_member": .bool(channel.member ?? true),
                    "is_shared": .bool(isExternal || isOrganizations), "is_ext_shared": .bool(isExternal),
                    "is_org_shared": .bool(isOrganizations),
                    "is_pending_ext_shared": .bool(channel.pendingExtShared ?? false),
                ]
            ]
        }
    }

    func history(_ arguments: Arguments) throws -> [String: JSONValue] {
        let place = try readable(arguments)
        let own = sorted(place.id).filter(\.isTopLevel).reversed()
        return try page(Array(own), arguments, pinned: nil)
    }

    func replies(_ arguments: Arguments) throws -> [String: JSONValue] {
        let place = try readable(arguments)
        let all = sorted(place.id)
        guard let ts = arguments["ts"], let message = all.first(where: { $0.ts == ts }) else {
            throw MethodFailure("thread_not_found")
        }
        let root = message.threadTS ?? message.ts
        guard let parent = all.first(where: { $0.ts == root }) else { throw MethodFailure("thread_not_found") }
        return try page(all.filter { $0.threadTS == root && $0.ts != root }, arguments, pinned: parent)
    }

    private func readable(_ arguments: Arguments) throws -> Place {
        let place = try place(arguments["channel"])
        switch place {
        case .direct: try require("im:history")
        case .channel(let channel):
            try require(channel.isPrivate == true ? "groups:history" : "channels:history")
            if channel.member == false { throw MethodFailure("not_in_channel") }
        }
        return place
    }

    private func sorted(_ channel: String) -> [LocalMessage] {
        messages.filter { $0.channel == channel }.sorted { Self.isEarlier($0.ts, $1.ts) }
    }

    static func isEarlier(_ left: String, _ right: String) -> Bool {
        (Double(left) ?? 0) < (Double(right) ?? 0)
    }

    /// One page of `all`; `pinned`, a thread's parent, comes first on every page.
    private func page(
        _ all: [LocalMessage], _ arguments: Arguments, pinned: LocalMessage?
    ) throws -> [String: JSONValue] {
        let limit = try Self.limit(arguments)
        var start = 0
        let matching = try all.filter { try Self.isWithin($0.ts, arguments) }
        if let cursor = arguments["cursor"] {
            guard cursor.hasPrefix("next:"), let index = matching.firstIndex(where: { $0.ts == cursor.dropFirst(5) })
            else { throw MethodFailure("invalid_cursor") }
            start = index
        }
        let end = min(matching.count, start + limit)
        let withMetadata = arguments.flag("include_all_metadata")
        let shown = (pinned.map { [$0] } ?? []) + matching[start..<end]
        var answer: [String: JSONValue] = [
            "messages": .array(shown.map { wire($0, withMetadata: withMetadata) }),
            "has_more": .bool(end < matching.count),
        ]
        if end < matching.count {
            answer["response_metadata"] = ["next_cursor": .string("next:" + matching[end].ts)]
        }
        return answer
    }

    private static func limit(_ arguments: Arguments) throws -> Int {
        guard let text = arguments["limit"] else { return 100 }
        guard let limit = Int(text), (1...999).contains(limit) else { throw MethodFailure("invalid_limit") }
        return limit
    }

    private static func isWithin(_ ts: String, _ arguments: Arguments) throws -> Bool {
        let inclusive = arguments.flag("inclusive")
        guard let at = Double(ts) else { return false }
        if let text = arguments["oldest"] {
            guard let oldest = Double(text) else { throw MethodFailure("invalid_ts_oldest") }
            guard at > oldest || (inclusive && at == oldest) else { return false }
        }
        if let text = arguments["latest"] {
            guard let latest = Double(text) else { throw MethodFailure("invalid_ts_latest") }
            guard at < latest || (inclusive && at == latest) else { return false }
        }
        return true
    }
}

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

    /// The conversation with a person, opened if necessary.
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
