import KeyPolicy

/// Readers for locations: addresses, ledgers, channels, secrets.
extension Setting {
    /// An address for people to open.
    func address(_ problems: inout Problems) -> (text: String, address: WebAddress)? {
        guard let text = text(&problems) else { return nil }
        if let address = WebAddress(text) { return (text, address) }
        refuse(
            "must be an address such as https://wiki.example.com/keys, without spaces, user name or password.",
            &problems)
        return nil
    }

    /// An address that Relevo calls: encrypted, or on this machine.
    func safeAddress(isSecret: Bool, _ problems: inout Problems) -> (text: String, address: WebAddress)? {
        guard let text = text(&problems) else { return nil }
        guard let address = WebAddress(text) else {
            refuse("must be an address that begins with https://, without spaces, user name or password.", &problems)
            return nil
        }
        guard address.isSafe else {
            let shown = isSecret ? "" : ", but is \(ShownText.quoted(text))"
            refuse("must begin with https:// (http:// is allowed only for this machine)\(shown).", &problems)
            return nil
        }
        return (text, address)
    }

    func ledger(_ problems: inout Problems) -> LedgerLocation? {
        guard let text = text(&problems) else { return nil }
        if let ledger = LedgerLocation(text) { return ledger }
        if let path = text.rest(after: "sqlite:"), let objection = FilePath.objection(to: path) {
            refuse("must be sqlite:PATH, but \(objection).", &problems)
        } else if text.hasPrefix("sqlite:") {
            refuse(
                "must be sqlite: and the path of a file\(butIs); a ledger in memory would be lost when Relevo ends.",
                &problems)
        } else if text.hasPrefix("dynamodb:") {
            refuse("must be dynamodb: and a table's name of 3 to 255 letters, digits, _, . or -\(butIs).", &problems)
        } else {
            refuse("must be sqlite:PATH or dynamodb:TABLE\(butIs).", &problems)
        }
        return nil
    }

    func channel(_ problems: inout Problems) -> SlackChannelID? {
        guard let text = text(&problems) else { return nil }
        if let channel = SlackChannelID(rawValue: text), text.utf8.count >= 9 { return channel }
        let hint = "in Slack, open the channel's details: the id is at the bottom, such as C0123456789"
        if text.hasPrefix("U") || text.hasPrefix("W"), SlackUserID(rawValue: text) != nil {
            refuse("must be a channel's id, but \(ShownText.quoted(text)) is a person's; \(hint).", &problems)
        } else {
            refuse("must be a channel's id, not its name\(butIs); \(hint).", &problems)
        }
        return nil
    }

    func secretReference(_ problems: inout Problems) -> SecretReference? {
        let right = "env:NAME, file:PATH, ssm:NAME or secretsmanager:NAME[#KEY]"
        guard case .scalar(let written, _) = node.value, ShownText.looksLikeSlackToken(written) else {
            guard let text = text(&problems) else { return nil }
            if let reference = SecretReference(text) { return reference }
            // The value may be a secret, so it is never shown.
            let scheme = SecretReference.schemes.first { text.hasPrefix($0) }
            refuse(
                scheme.map { "has no valid name after \($0); write it as \(right)." }
                    ?? "must name where the token is stored: \(right).", &problems)
            return nil
        }
        refuse(
            "contains a Slack token. Revoke that token, because others may have read this file. Store the new one "
                + "elsewhere and name the place: \(right).", &problems)
        return nil
    }
}

extension String {
    func rest(after prefix: String) -> String? { hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil }
}

/// Rules for paths in a configuration.
enum FilePath {
    /// Why a path is refused, or nil.
    static func objection(to path: String) -> String? {
        if path.isEmpty { return "the path is empty" }
        if path.utf8.count > 1_024 || ShownText.hasControl(path) { return "that isn't a path" }
        return nil
    }

    static func resolve(_ written: String, from directory: String, _ home: (String) -> String) -> String {
        let path = home(written)
        if path.hasPrefix("/") || path.hasPrefix("~") || directory.isEmpty || directory == "." { return path }
        return directory.hasSuffix("/") ? directory + path : "\(directory)/\(path)"
    }
}
