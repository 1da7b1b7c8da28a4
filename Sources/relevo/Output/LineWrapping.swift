/// Breaks lines between words where they are wider than a terminal; the second line on is indented.
struct LineWrapping {
    /// In cells; `Int.max` breaks nothing.
    let width: Int

    /// Every line of the text, broken on its own.
    func text(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line(String($0)) }.joined(separator: "\n")
    }

    /// One line, broken.
    func line(_ text: String) -> String { TextWidth.lines(of: text, width: width, indent: 2).joined(separator: "\n") }
}
