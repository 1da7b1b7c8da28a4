/// How many cells of a terminal a text takes.
enum TextWidth {
    static func of(_ text: some StringProtocol) -> Int { text.reduce(0) { $0 + of($1) } }

    static func of(_ character: Character) -> Int { character.unicodeScalars.contains(where: isWide) ? 2 : 1 }

    static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - of(text)))
    }

    /// The beginning and the end of the text, as much as fits, with a … between them.
    static func cut(_ text: String, to width: Int) -> String {
        guard of(text) > width else { return text }
        guard width > 0 else { return "" }
        let head = prefix(of: text, width: width / 2)
        let tail = String(prefix(of: String(text.reversed()), width: width - 1 - of(head)).reversed())
        return "\(head)…\(tail)"
    }

    /// The longest beginning that fits.
    static func prefix(of text: some StringProtocol, width: Int) -> String {
        var kept = ""
        var used = 0
        for character in text {
            used += of(character)
            if used > width { break }
            kept.append(character)
        }
        return kept
    }

    /// The text broken between words; a word that is longer than a line, such as an ARN, goes on in the next one.
    ///
    /// - Parameter indent: spaces at the beginning of every line but the first.
    static func lines(of text: String, width: Int, indent: Int = 0) -> [String] {
        guard of(text) > width else { return [text] }
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            let longer = lines.isEmpty && line.isEmpty ? String(word) : line + (line == margin ? "" : " ") + word
            if of(longer) <= width {
                line = longer
                continue
            }
            if !line.isEmpty, line != margin { lines.append(line) }
            line = (lines.isEmpty ? "" : margin) + word
            while of(line) > width {
                let head = prefix(of: line, width: max(width, indent + 2))
                lines.append(head)
                line = margin + line.dropFirst(head.count)
            }
        }
        return lines + [line]
    }

    /// Scripts whose letters take two cells, and emoji. https://www.unicode.org/reports/tr11/
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x1100 else { return false }
        return scalar.properties.isEmojiPresentation || wide.contains { $0.contains(scalar.value) }
    }

    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
        0xFE0F...0xFE0F, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F1E6...0x1F1FF, 0x1F300...0x1FAFF,
        0x20000...0x3FFFD,
    ]
}
