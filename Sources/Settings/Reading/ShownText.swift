/// A written value as an error message may show it: short, on one line, and never if it looks like a secret.
package enum ShownText {
    private static let longest = 60

    /// The text in quotes.
    package static func quoted(_ text: String) -> String {
        if looksSecret(text) { return "something that looks like a secret" }
        let plain = String(text.map { $0.isNewline || isControl($0) || isUnseen($0) ? "?" : $0 })
        return plain.count <= longest ? "\"\(plain)\"" : "\"\(plain.prefix(longest))…\""
    }

    /// Slack's tokens and webhooks, passwords in addresses, and anything shaped like an AWS secret key.
    static func looksSecret(_ text: String) -> Bool {
        let lowercased = text.lowercased()
        if looksLikeSlackToken(text) || lowercased.contains("hooks.slack.com") { return true }
        if lowercased.contains("://"), lowercased.contains("@") { return true }
        return text.utf8.split(whereSeparator: { !isBase64($0) }).contains { $0.count == 40 && isMixed($0) }
    }

    /// https://docs.slack.dev/authentication/tokens
    static func looksLikeSlackToken(_ text: String) -> Bool {
        let lowercased = text.lowercased()
        return ["xox", "xapp-", "xwfp-"].contains { lowercased.contains($0) }
    }

    static func hasControl(_ text: String) -> Bool { text.contains(where: isControl) }

    private static func isControl(_ character: Character) -> Bool {
        character.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }

    /// Format characters are invisible, and some reverse the direction of a whole line.
    private static func isUnseen(_ character: Character) -> Bool {
        character.unicodeScalars.contains { $0.properties.generalCategory == .format }
    }

    private static func isBase64(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2F: true
        default: false
        }
    }

    private static func isMixed(_ bytes: Substring.UTF8View.SubSequence) -> Bool {
        bytes.contains { (0x41...0x5A).contains($0) } && bytes.contains { (0x61...0x7A).contains($0) }
    }
}
