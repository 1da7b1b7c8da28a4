/// Cleans, shortens and escapes text that comes from outside: tags, names, reasons.
package enum ForeignText {
    /// The default length, in characters, that a foreign value is cut to.
    package static let usualLimit = 200

    /// For running text: one line, without the marks for bold, strikethrough and code.
    static func prose(_ value: String, limit: Int) -> String {
        escaped(cut(clean(value, keepLines: false), to: limit), replacing: ["`": "ˋ", "*": "∗", "~": "∼"])
    }

    /// For the inside of a code span.
    static func code(_ value: String, limit: Int) -> String {
        escaped(cut(clean(value, keepLines: false), to: limit), replacing: ["`": "ˋ"])
    }

    /// For the inside of a code block.
    static func codeLines(_ value: String, limit: Int) -> String {
        escaped(cut(clean(value, keepLines: true), to: limit), replacing: ["`": "ˋ"])
    }

    /// For the label of a link, which ends at `>` and must not contain another `|`.
    static func linkLabel(_ value: String, limit: Int) -> String {
        escaped(
            cut(clean(value, keepLines: false), to: limit),
            replacing: ["`": "ˋ", "*": "∗", "~": "∼", "|": "❘"])
    }

    /// For plain text objects: Slack parses nothing there, so nothing is escaped.
    static func plain(_ value: String, limit: Int) -> String {
        cut(clean(value, keepLines: false), to: limit)
    }

    /// A URL for `<url|label>`, or `nil` if it isn't plain `https`.
    static func address(_ value: String) -> String? {
        guard value.hasPrefix("https://"), value.utf8.count <= 3_000 else { return nil }
        let rest = value.dropFirst("https://".count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        // A user part can disguise the host.
        guard !authority.isEmpty, !authority.contains("@"), !authority.hasPrefix(":") else { return nil }
        let refused = Set("<>|\"`\\^{} ".utf8)
        guard value.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !refused.contains($0) }) else { return nil }
        return escaped(value, replacing: [:])
    }

    /// Removes control characters, bidirectional overrides and invisible characters.
    private static func clean(_ value: String, keepLines: Bool) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            switch scalar.value {
            case 0x0A where keepLines: scalars.append(scalar)
            case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029:
                // A run of breaks, such as "\r\n", becomes one space.
                if scalars.last != " " || keepLines { scalars.append(" ") }
            case 0x00...0x1F, 0x7F...0x9F: continue
            case 0x061C, 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB: continue
            case 0xE0000...0xE007F: continue
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }

    /// Cuts to `limit` characters and to eight times as many UTF-16 units, which bounds stacked combining marks.
    private static func cut(_ value: String, to limit: Int) -> String {
        guard limit > 0 else { return "" }
        var kept = ""
        var characters = 0
        var units = 0
        for character in value {
            characters += 1
            units += String(character).utf16.count
            guard characters <= limit, units <= limit * 8 else {
                return String(kept.prefix(limit - 1)) + "…"
            }
            kept.append(character)
        }
        return kept
    }

    private static func escaped(_ value: String, replacing marks: [Character: String]) -> String {
        var out = ""
        out.reserveCapacity(value.utf8.count)
        for scalar in value.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            default:
                if let other = marks[Character(scalar)] {
                    out += other
                } else {
                    out.unicodeScalars.append(scalar)
                }
            }
        }
        return out
    }
}
