import FoundationEssentials
import KeyPolicy
import Yams

@testable import Settings
@testable import relevo

extension FuzzedParser {
    private static let settingsWords = [
        "mode", "notify", "enforce", "policy", "ladder", "deactivate-at", "notice-days", "max-percent", "exemptions",
        "until",
        "protected", "decoys", "hours", "zone", "holidays", "2026-12-25", "09:00", "accounts", "list", "organization",
        "exclude",
        "overrides", "111111111111", "own", "direct", "audit-role", "external-id", "slack", "token",
        "env:SLACK_BOT_TOKEN", "channel",
        "C0123456789", "api-url", "https://", "http://localhost", "teams", "language", "help", "heartbeat-url",
        "ledger",
        "sqlite:relevo.db", "dynamodb:", "arn:aws:iam::*:user/", "user", "key", "reason", "by", "\u{202E}", "\u{7}",
        "1e9", "0x10",
    ]

    /// A configuration in JSON, as the Lambda gets it, checked to the end.
    static let settingsJSON = FuzzedParser(
        name: "settings-json",
        words: settingsWords + [
            "{", "}", "[", "]", ":", ",", "\"", "\\u0000", "\\ud83d\\ude00", "\\ud83d", "true", "null", "-0", "1.5e3",
            "\r\n",
        ]
    ) { bytes in
        guard let tree = try tree({ () throws(SettingsError) in try SettingsTree(json: bytes, file: "c.json") }) else {
            return
        }
        let again = try? SettingsTree(json: Array(tree.written.utf8), file: "c.json")
        try FuzzFinding.unless(
            again?.written == tree.written, "printed and read again it is another tree: \(tree.written)")
        try checkConfiguration(of: tree)
    }

    /// A configuration in YAML, checked to the end.
    static let settingsYAML = FuzzedParser(
        name: "settings-yaml",
        words: settingsWords + [
            ": ", "\n", "\n  ", "- ", "{", "}", "[", "]", "|", ">", "|-\n", "&a", "*a", "!!str", "!", "<<: ", "---\n",
            "...\n", "'",
            "\"", "#", "? ", "%YAML 1.2\n", "\\x00", "\\N", "\t", "~", "true",
        ]
    ) { bytes in
        guard let tree = try tree({ () throws(SettingsError) in try SettingsTree(yaml: bytes, file: "c.yaml") }) else {
            return
        }
        try checkConfiguration(of: tree)
    }

    /// Nil for a refusal, which must be sentences.
    private static func tree(_ read: () throws(SettingsError) -> SettingsTree) throws -> SettingsTree? {
        do throws(SettingsError) { return try read() } catch {
            try checkSentences(of: error)
            return nil
        }
    }

    private static func checkConfiguration(of tree: SettingsTree) throws {
        // The root stands at depth 0.
        try FuzzFinding.unless(tree.depth <= SettingsTree.maxDepth + 1, "a tree \(tree.depth) deep")
        do throws(SettingsError) {
            let configuration = try Configuration(tree) { $0 == "America/Lima" ? .utc : nil }
            _ = configuration.withPaths(from: "/etc") { $0 }.brake
        } catch { try checkSentences(of: error) }
    }

    private static func checkSentences(of error: SettingsError) throws {
        if case .refused(let problems) = error {
            try FuzzFinding.unless(!problems.isEmpty, "refused for no reason")
            for problem in problems { try FuzzFinding.unlessPrintable(problem.text) }
        } else {
            try FuzzFinding.unlessPrintable(error.description)
        }
    }
}

extension SettingsTree {
    fileprivate var depth: Int {
        switch value {
        case .scalar: 1
        case .list(let items): 1 + (items.map(\.depth).max() ?? 0)
        case .map(let entries): 1 + (entries.map(\.value.depth).max() ?? 0)
        }
    }

    /// As JSON; the kinds that JSON has no spelling for become text.
    fileprivate var written: String {
        switch value {
        case .scalar(let text, .quoted), .scalar(let text, .plain): Self.quoted(text)
        case .scalar(let text, .number), .scalar(let text, .bool), .scalar(let text, .null): text
        case .list(let items): "[\(items.map(\.written).joined(separator: ","))]"
        case .map(let entries):
            "{\(entries.map { "\(Self.quoted($0.key)):\($0.value.written)" }.joined(separator: ","))}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x22, 0x5C: out += "\\\(scalar)"
            case 0..<0x20: out += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
