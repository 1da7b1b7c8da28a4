extension Workspace {
    /// One call of a Web API method, with the faults that were set for it.
    ///
    /// - Parameters:
    ///   - method: such as `chat.postMessage`.
    ///   - authorization: the header, as it came.
    ///   - arguments: of a form or of JSON.
    ///   - pause: waits that many seconds.
    package func call(
        _ method: String, authorization: String?, _ arguments: Arguments,
        pause: @Sendable (Double) async -> Void = { _ in }
    ) async -> Reply {
        let fault = takeFault(method, arguments)
        let given = bearer(authorization) ?? ""
        let isLate = fault?.after ?? false
        if let fault, !isLate {
            if let seconds = fault.hang { await pause(seconds) }
            if let reply = fault.reply(to: given) { return counted(method, reply) }
        }
        let reply = counted(method, answer(method, authorization, arguments))
        if let fault, isLate {
            if let seconds = fault.hang { await pause(seconds) }
            if let bad = fault.reply(to: given) { return bad }
        }
        return reply
    }

    private func counted(_ method: String, _ reply: Reply) -> Reply {
        count(method, reply.word)
        return reply
    }

    private func answer(_ method: String, _ authorization: String?, _ arguments: Arguments) -> Reply {
        guard let (needed, body) = Self.methods[method] else { return .failed(code: "unknown_method") }
        do {
            try authorize(authorization, arguments, needed)
            let channel = method == "chat.postMessage" ? arguments["channel"] : nil
            if let seconds = secondsToWait(method, channel: channel) { return .limited(seconds: seconds) }
            return .ok(try body(self)(arguments))
        } catch let failure as MethodFailure {
            return .failed(code: failure.code, more: failure.more)
        } catch {
            return .failed(code: "internal_error")
        }
    }

    private typealias Method = (isolated Workspace) -> (Arguments) throws -> [String: JSONValue]

    /// The methods there are, each with the scope it needs; those that depend on the conversation check for themselves.
    private static var methods: [String: (scope: String?, body: Method)] {
        [
            "auth.test": (nil, { $0.authTest }),
            "chat.postMessage": ("chat:write", { $0.postMessage }),
            "chat.update": ("chat:write", { $0.updateMessage }),
            "conversations.open": ("im:write", { $0.openConversation }),
            "conversations.info": (nil, { $0.conversationInfo }),
            "conversations.history": (nil, { $0.history }),
            "conversations.replies": (nil, { $0.replies }),
            "users.info": ("users:read", { $0.userInfo }),
        ]
    }

    private func authorize(_ authorization: String?, _ arguments: Arguments, _ needed: String?) throws {
        guard let given = bearer(authorization) ?? arguments["token"] else { throw MethodFailure("not_authed") }
        guard given == token else { throw MethodFailure("invalid_auth") }
        if isTokenRevoked { throw MethodFailure("token_revoked") }
        if let needed { try require(needed) }
    }

    private func bearer(_ authorization: String?) -> String? {
        authorization.flatMap { $0.hasPrefix("Bearer ") ? String($0.dropFirst(7)) : nil }
    }

    func require(_ scope: String) throws {
        guard !scopes.contains(scope) else { return }
        throw MethodFailure(
            "missing_scope",
            ["needed": .string(scope), "provided": .string(scopes.sorted().joined(separator: ","))])
    }
}
