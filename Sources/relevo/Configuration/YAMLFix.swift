/// What to do about text that isn't YAML: libyaml says what it met, and not how to mend it.
struct YAMLFix {
    /// libyaml's own words.
    let problem: String
    /// What stands at the place.
    let character: Character?

    var sentence: String {
        if problem.contains("cannot start any token") {
            return switch character {
            case "\t": "a tab stands here; indent with spaces."
            case let character?: "a value can't begin with \(character); put it in quotes."
            case nil: plain("check the line")
            }
        }
        return plain(Self.mends.first { problem.contains($0.words) }?.mend ?? "check this line and the one before")
    }

    private static let mends: [(words: String, mend: String)] = [
        ("unexpected end of stream", "close the quotes that were opened before"),
        ("expected ',' or '}'", "close the { that was opened before, and put commas between its entries"),
        ("expected ',' or ']'", "close the [ that was opened before, and put commas between its entries"),
        ("mapping values are not allowed", "put text with a colon in quotes, and check the indentation"),
        ("could not find expected ':'", "put a colon behind the key, and check the indentation"),
        ("did not find expected key", "indent the keys of one map alike"),
        ("did not find expected '-' indicator", "indent the entries of one list alike"),
        ("control characters are not allowed", "remove the character"),
        ("undefined alias", "write the value out; aliases (*name) can't be used here"),
    ]

    private func plain(_ mend: String) -> String { "this is not YAML: \(problem); \(mend)." }
}
