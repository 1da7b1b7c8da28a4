/// Splits a command line into words as a POSIX shell would, and does nothing else a shell does:
/// no variables, no wildcards, no pipes. The words of a section's name in a config file are the same.
enum CommandWords {
    /// - Returns: nil when a quote is left open or a backslash stands at the end.
    static func split(_ line: String) -> [String]? {
        var words: [String] = []
        var word: String.UnicodeScalarView?
        var quote: Unicode.Scalar?
        var rest = line.unicodeScalars.makeIterator()
        func append(_ scalars: Unicode.Scalar...) { word = (word ?? .init()) + scalars }
        while let scalar = rest.next() {
            switch (quote, scalar) {
            case ("'", "'"), ("\"", "\""): quote = nil
            case ("'", _): append(scalar)
            case (_, "\\"):
                guard let next = rest.next() else { return nil }
                // Inside double quotes a backslash stands for itself before anything but these.
                if quote == "\"" && next != "\"" && next != "\\" { append("\\", next) } else { append(next) }
            case ("\"", _): append(scalar)
            case (_, "'"), (_, "\""):
                quote = scalar
                append()
            // No other white space: a shell knows no more either.
            case (_, " "), (_, "\t"), (_, "\n"), (_, "\r"):
                if let ended = word { words.append(String(ended)) }
                word = nil
            default: append(scalar)
            }
        }
        guard quote == nil else { return nil }
        if let word { words.append(String(word)) }
        return words
    }
}
