import Testing

/// Compares whole texts; a failure shows the new text, to be reviewed and pasted.
func expect(_ text: String, is expected: String, _ location: SourceLocation = #_sourceLocation) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(trimmedEnd)
    let shown = lines.joined(separator: "\n").trimmedNewlines
    #expect(shown == expected, "it is:\n\(shown)", sourceLocation: location)
}

/// Editors and the formatter drop white space at the end of lines.
private func trimmedEnd(_ line: Substring) -> Substring {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
}

extension String {
    fileprivate var trimmedNewlines: String {
        var text = self[...]
        while text.last == "\n" { text.removeLast() }
        return String(text)
    }
}
