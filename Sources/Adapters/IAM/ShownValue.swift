/// What a sentence may repeat of a value that came from AWS where another was expected: short, on one line, in quotes.
enum ShownValue {
    private static let longest = 40

    static func text(_ value: String) -> String {
        let start = value.unicodeScalars.prefix(longest + 1)
        let plain = start.prefix(longest).map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: Character("?")
            default: Character(scalar)
            }
        }
        return "\"\(String(plain))\(start.count > longest ? "…" : "")\""
    }
}
