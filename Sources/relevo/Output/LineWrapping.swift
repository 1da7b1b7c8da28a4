/// Breaks lines between words where they are wider than a terminal; the second line on is indented.
struct LineWrapping {
    /// In cells; `Int.max` breaks nothing.
    let width: Int

    /// Every line of the text, broken on its own.
    func text(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line(String($0)) }.joined(separator: "\n")
    }

    /// One line, broken.
    func line(_ text: String) -> String {
        guard width < Int.max, TextWidth.of(text) > width else { return text }
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            let longer = lines.isEmpty && line.isEmpty ? String(word) : line + (line == indent ? "" : " ") + word
            if TextWidth.of(longer) <= width {
                line = longer
                continue
            }
            if !line.isEmpty, line != indent { lines.append(line) }
            line = (lines.isEmpty ? "" : indent) + word
            // A word that is longer than a line, such as an ARN, goes on in the next one.
            while TextWidth.of(line) > width {
                let head = TextWidth.prefix(of: line, width: max(width, indent.count + 2))
                lines.append(head)
                line = indent + line.dropFirst(head.count)
            }
        }
        return (lines + [line]).joined(separator: "\n")
    }

    private var indent: String { "  " }
}
