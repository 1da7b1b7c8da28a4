import Foundation

extension BadInputTests {
    /// Files that are no configuration, and other files that aren't what they should be.
    static let files: [BadInput] = [
        // Not YAML
        file(
            "an empty file", "",
            says: """
                relevo: relevo.yaml:1:1: the configuration is empty; `relevo init` writes one to start from.
                """),
        file(
            "a list at the top", "- mode: notify\n",
            says: """
                relevo: relevo.yaml:1:1: the configuration must be a map such as {mode: notify, …}, but is a list.
                """),
        file(
            "a letter instead", "Dear diary, this is no configuration.\n",
            says: """
                relevo: relevo.yaml:1:1: the configuration must be a map such as {mode: notify, …}, but is "Dear \
                diary, this is no configuration.".
                """),
        file(
            "tabs", "policy:\n\tnotice-days: 5\n",
            says: "relevo: relevo.yaml:2:1: there is a tab here; indent with spaces."),
        file(
            "a bracket that is never closed", "accounts: {organization: true\nmode: notify\n",
            says: """
                relevo: relevo.yaml:2:5: this is not YAML: did not find expected ',' or '}'; close the { that was \
                opened before, and put commas between its entries.
                """),
        file(
            "a quote that is never closed", "mode: \"notify\n",
            says: """
                relevo: relevo.yaml:2:1: this is not YAML: found unexpected end of stream; close the quotes that \
                were opened before.
                """),
        file(
            "a second document", "mode: notify\n---\nmode: enforce\n",
            says: """
                relevo: relevo.yaml:2:1: a second document begins here; the file must contain just one.
                """),
        file(
            "anchors and aliases", "help: &h {text: a}\nteams: *h\n",
            says: """
                relevo: relevo.yaml:1:7: anchors (&name) can't be used here; write the value out.
                """),
        file(
            "a bomb of aliases", bomb,
            says: """
                relevo: relevo.yaml:1:5: anchors (&name) can't be used here; write the value out.
                """),
        file(
            "merge keys", "policy:\n  <<: {notice-days: 5}\n",
            says: """
                relevo: relevo.yaml:2:3: merge keys (<<) can't be used here; write the values out.
                """),
        file(
            "a tag that asks for a program", "mode: !!python/object/apply:os.system [\"true\"]\n",
            says: """
                relevo: relevo.yaml:1:7: tags (!name) can't be used here; put text in quotes, and leave the tag out.
                """),
        file(
            "brackets without end", "help: " + String(repeating: "[", count: 100_000),
            says: "relevo: relevo.yaml:1:207: lists and maps may be nested at most 32 levels deep."),
        file(
            "more than 1 MB", String(repeating: "# nothing\n", count: 200_000),
            says: """
                relevo: The configuration file ./relevo.yaml can't be read: it is larger than 1 MB. Check the path and \
                its permissions, or name another with --config.
                """),
        // Not text
        bytes(
            "Latin-1 instead of UTF-8", Array("help: {text: a".utf8) + [0xF1] + Array("o}\n".utf8),
            says: """
                relevo: relevo.yaml:1:1: the text is not UTF-8; save the file with that encoding.
                """),
        bytes(
            "UTF-16, as an editor saves it", [0xFF, 0xFE] + Array("mode: notify\n".utf8).flatMap { [$0, 0] },
            says: """
                relevo: relevo.yaml:1:1: the text is not UTF-8; save the file with that encoding.
                """),
        bytes(
            "a NUL", Array("mode: not".utf8) + [0] + Array("ify\n".utf8),
            says: """
                relevo: relevo.yaml:1:10: this is not YAML: control characters are not allowed; remove the \
                character.
                """),
        // JSON
        BadInput(
            testDescription: "JSON with a comma too many", command: ["scan", "--config", "relevo.json"],
            put: { try $0.folder.write("{\"mode\": \"notify\",}\n", to: "relevo.json") }, status: 64,
            says: "relevo: relevo.json:1:19: a key in double quotes is expected here."),
        BadInput(
            testDescription: "JSON with a key given twice", command: ["scan", "--config", "relevo.json"],
            put: { try $0.folder.write("{\"mode\": \"notify\", \"mode\": \"enforce\"}", to: "relevo.json") },
            status: 64,
            says: """
                relevo: relevo.json:1:20: the key "mode" was already given at line 1; keep one of the two.
                """),
        // Not a file
        BadInput(
            testDescription: "no configuration at all", command: ["scan"],
            put: { try $0.folder.remove("relevo.yaml") }, status: 64,
            says: """
                relevo: There is no configuration file. Looked for ./relevo.yaml, DIR/.config/relevo/relevo.yaml. \
                Run `relevo init` to write one, or name it with --config.
                """),
        BadInput(
            testDescription: "a configuration that was named and isn't there",
            command: ["scan", "--config", "other.yaml"], put: { _ in }, status: 64,
            says: """
                relevo: The configuration file other.yaml can't be read: there is no such file. Check the path and its \
                permissions, or name another with --config.
                """),
        BadInput(
            testDescription: "a folder as the configuration", command: ["scan", "--config", "conf.d"],
            put: { try $0.folder.makeFolder("conf.d") }, status: 64,
            says: """
                relevo: The configuration file conf.d can't be read: it is a folder. Check the path and its \
                permissions, or name another with --config.
                """),
        BadInput(
            testDescription: "a link to nowhere as the configuration", command: ["scan", "--config", "link.yaml"],
            put: { try symlink("nowhere.yaml", at: "link.yaml", $0.folder) }, status: 64,
            says: """
                relevo: The configuration file link.yaml can't be read: there is no such file. Check the path and its \
                permissions, or name another with --config.
                """),
        BadInput(
            testDescription: "a link to itself as the configuration", command: ["scan", "--config", "link.yaml"],
            put: { try symlink("link.yaml", at: "link.yaml", $0.folder) }, status: 64,
            says: """
                relevo: The configuration file link.yaml can't be read: its symbolic links form a loop. Check the path \
                and its permissions, or name another with --config.
                """),
        // The token's file
        token(
            "a token's file that isn't there",
            says: """
                relevo: The Slack token can't be read from the file token: there is no such file. Check \
                `slack.token` and who may read that file.
                """
        ) { _ in },
        token(
            "a folder as the token's file",
            says: """
                relevo: The Slack token can't be read from the file token: it is a folder. Check `slack.token` and \
                who may read that file.
                """
        ) { try $0.makeFolder("token") },
        token(
            "an empty token's file",
            says: """
                relevo: The content of the file token is not a Slack token: it is empty, or it has characters that no \
                token has. Copy the app's bot token (xoxb-…) there again.
                """
        ) { try $0.write("\n", to: "token") },
        token(
            "a token's file of 1 MB",
            says: """
                relevo: The Slack token can't be read from the file token: it is larger than 4096 bytes. Check \
                `slack.token` and who may read that file.
                """
        ) {
            try $0.write(String(repeating: "x", count: 1 << 20), to: "token")
        },
        token(
            "a token's file that isn't text",
            says: """
                relevo: The content of the file token is not a Slack token: it is empty, or it has characters that no \
                token has. Copy the app's bot token (xoxb-…) there again.
                """
        ) { try $0.write([0xFF, 0xD8, 0xFF, 0xE0], to: "token") },
    ]

    /// Where root could read what others can't.
    static let unreadable: [BadInput] = [
        BadInput(
            testDescription: "a configuration that may not be read", command: ["scan"], start: .asNobody,
            put: { try $0.forbid("relevo.yaml") }, status: 64,
            says: """
                relevo: The configuration file ./relevo.yaml can't be read: permission denied. Check the path and its \
                permissions, or name another with --config.
                """, ledger: .none)
    ]

    private static let bomb =
        "l0: &l0 [x, x]\n"
        + (1...30).map { "l\($0): &l\($0) [*l\($0 - 1), *l\($0 - 1), *l\($0 - 1)]\n" }.joined()

    private static func file(_ name: String, _ text: String, says: String) -> BadInput {
        bytes(name, Array(text.utf8), says: says)
    }

    private static func bytes(_ name: String, _ bytes: [UInt8], says: String) -> BadInput {
        BadInput(
            testDescription: name, command: ["scan"], put: { try $0.folder.write(bytes, to: "relevo.yaml") },
            status: 64, says: says)
    }

    private static func token(
        _ name: String, says: String, put: @Sendable @escaping (Folder) throws -> Void
    ) -> BadInput {
        BadInput(
            testDescription: name, command: ["run"],
            put: { estate in
                try put(estate.folder)
                try estate.configure(token: "file:token")
            }, status: 64, says: says)
    }

    static func symlink(_ target: String, at name: String, _ folder: Folder) throws {
        try FileManager.default.createSymbolicLink(atPath: folder.file(name), withDestinationPath: target)
    }
}

extension Estate {
    /// Lets nobody but the owner read a file.
    func forbid(_ name: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.file(name))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
    }
}
