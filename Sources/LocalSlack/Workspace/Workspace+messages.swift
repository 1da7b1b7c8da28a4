import FoundationEssentials

extension Workspace {
    func postMessage(_ arguments: Arguments) throws -> [String: JSONValue] {
        let channel = try writable(arguments["channel"])
        let content = try content(arguments)
        var threadTS: String?
        if let thread = arguments["thread_ts"] {
            guard let parent = messages.first(where: { $0.channel == channel && $0.ts == thread }) else {
                throw MethodFailure("thread_not_found")
            }
            guard parent.isTopLevel else { throw MethodFailure("cannot_reply_to_message") }
            threadTS = thread
        }
        let message = LocalMessage(
            channel: channel, ts: nextTS(), threadTS: threadTS, text: content.text, blocks: content.blocks,
            metadata: content.metadata, edited: nil)
        messages.append(message)
        return [
            "channel": .string(channel), "ts": .string(message.ts), "message": wire(message, withMetadata: true),
        ]
    }

    func updateMessage(_ arguments: Arguments) throws -> [String: JSONValue] {
        let channel = try place(arguments["channel"]).id
        let ts = arguments["ts"]
        guard let index = messages.firstIndex(where: { $0.channel == channel && $0.ts == ts }) else {
            throw MethodFailure("message_not_found")
        }
        let content = try content(arguments)
        messages[index].text = content.text
        messages[index].blocks = content.blocks
        if let metadata = content.metadata { messages[index].metadata = metadata }
        messages[index].edited = nextTS()
        return [
            "channel": .string(channel), "ts": .string(messages[index].ts), "text": .string(content.text),
            "message": wire(messages[index], withMetadata: true),
        ]
    }

    /// Posts a message of another app, with metadata of any shape (that of Work Objects has no `event_type`).
    package func post(byOtherApp text: String, in channel: String, metadata: JSONValue?) {
        messages.append(
            LocalMessage(
                channel: channel, ts: nextTS(), threadTS: nil, text: text, blocks: [], metadata: metadata, edited: nil,
                otherBot: "B0OTHER"))
    }

    private func writable(_ id: String?) throws -> String {
        if let id, let kind = id.first, kind == "U" || kind == "W" { return try directMessage(with: id) }
        switch try place(id) {
        case .direct(_, let user): return try directMessage(with: user.id)
        case .channel(let channel):
            if channel.archived == true { throw MethodFailure("is_archived") }
            if channel.member == false { throw MethodFailure("not_in_channel") }
            return channel.id
        }
    }

    private func content(
        _ arguments: Arguments
    ) throws -> (text: String, blocks: [JSONValue], metadata: JSONValue?) {
        var blocks: [JSONValue] = []
        if let given = try arguments.structure("blocks") {
            guard let list = given.array else { throw MethodFailure("invalid_blocks_format") }
            try BlockRules.check(list)
            blocks = list
        }
        let text = arguments["text"] ?? ""
        if text.isEmpty && blocks.isEmpty { throw MethodFailure("no_text") }
        if text.unicodeScalars.count > 40_000 { throw MethodFailure("msg_too_long") }
        return (text, blocks, try metadata(arguments))
    }

    private func metadata(_ arguments: Arguments) throws -> JSONValue? {
        guard let given = try arguments.structure("metadata") else { return nil }
        guard let type = given["event_type"]?.string, !type.isEmpty, let payload = given["event_payload"]?.object else {
            throw MethodFailure("invalid_metadata_format")
        }
        // Values may be plain, or flat lists and objects of plain ones.
        for value in payload.values {
            let inner = value.array ?? value.object.map { Array($0.values) } ?? []
            if inner.contains(where: { $0.array != nil || $0.object != nil }) {
                throw MethodFailure("invalid_metadata_schema")
            }
        }
        let size = (try? JSONEncoder().encode(given).count) ?? 0
        if size > 8_000 { throw MethodFailure("metadata_too_large") }
        return given
    }

    /// A message as the Web API shows it.
    func wire(_ message: LocalMessage, withMetadata: Bool) -> JSONValue {
        var object: [String: JSONValue] = [
            "type": "message", "ts": .string(message.ts),
            "user": .string(message.otherBot.map { "U" + $0.dropFirst() } ?? Self.botUserID),
            "bot_id": .string(message.otherBot ?? Self.botID), "team": .string(teamID), "text": .string(message.text),
        ]
        if !message.blocks.isEmpty { object["blocks"] = .array(message.blocks) }
        if let edited = message.edited {
            object["edited"] = ["user": .string(Self.botUserID), "ts": .string(edited)]
        }
        if withMetadata, let metadata = message.metadata { object["metadata"] = metadata }
        let replies = messages.count { $0.channel == message.channel && $0.threadTS == message.ts }
        if replies > 0 {
            object["thread_ts"] = .string(message.ts)
            object["reply_count"] = .number(Double(replies))
        } else if let threadTS = message.threadTS {
            object["thread_ts"] = .string(threadTS)
            object["parent_user_id"] = .string(Self.botUserID)
        }
        return .object(object)
    }
}

/// One message in the workspace.
package struct LocalMessage: Sendable, Equatable, Codable {
    package let channel: String
    package let ts: String
    package let threadTS: String?
    package var text: String
    package var blocks: [JSONValue]
    package var metadata: JSONValue?
    /// The `ts` of the last change.
    package var edited: String?
    /// The id of the other app that posted it; nil for ours.
    package var otherBot: String?

    /// Whether it is in the conversation itself, not in a thread.
    var isTopLevel: Bool { threadTS == nil || threadTS == ts }
}
