/// Splits a command line into words as a POSIX shell would, and does nothing else a shell does:
/// no variables, no wildcards, no pipes.
enum CommandWords {
    /// - Returns: nil when a quote is left open or a backslash stands at the end.
    static func split(_ line: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var rest = line.makeIterator()
        while let character = rest.next() {
            switch (quote, character) {
            case ("'", "'"), ("\"", "\""): quote = nil
            case ("'", _): word = (word ?? "") + String(character)
            case (_, "\\"):
                guard let next = rest.next() else { return nil }
                // Inside double quotes a backslash stands for itself before anything but these.
                let kept = quote == "\"" && next != "\"" && next != "\\" ? "\\" : ""
                word = (word ?? "") + kept + String(next)
            case ("\"", _): word = (word ?? "") + String(character)
            case (_, "'"), (_, "\""):
                quote = character
                word = word ?? ""
            case (_, _) where character.isWhitespace:
                if let ended = word { words.append(ended) }
                word = nil
            default: word = (word ?? "") + String(character)
            }
        }
        guard quote == nil else { return nil }
        if let word { words.append(word) }
        return words
    }
}
