import Settings
import Yams

extension YamlError {
    /// The error as a problem with its place. The text around it is left out, since it may contain a secret.
    func problem(file: String) -> SettingsProblem {
        switch self {
        case .scanner(_, let problem, let mark, let yaml), .parser(_, let problem, let mark, let yaml):
            return SettingsProblem(
                mark.position(in: file), YAMLFix(problem: problem, character: yaml.character(at: mark)).sentence)
        case .composer(_, let problem, let mark, _) where problem.contains("another document"):
            return SettingsProblem(
                mark.position(in: file), "a second document begins here; the file must contain just one.")
        case .composer(_, let problem, let mark, _):
            return SettingsProblem(mark.position(in: file), YAMLFix(problem: problem, character: nil).sentence)
        case .duplicatedKeysInMapping(let keys, let context):
            let named = keys.map(ShownText.quoted).joined(separator: ", ")
            let sentence = keys.count == 1 ? "the key \(named) is" : "the keys \(named) are"
            return SettingsProblem(
                context.mark.position(in: file), "\(sentence) given more than once in this map; keep one of each.")
        case .reader(let problem, let offset, _, let yaml):
            let head = yaml.prefix(offset ?? 0)
            let line = head.split(separator: "\n", omittingEmptySubsequences: false)
            let column = (line.last?.unicodeScalars.count ?? 0) + 1
            return SettingsProblem(
                SourcePosition(file: file, line: max(1, line.count), column: column),
                YAMLFix(problem: problem, character: nil).sentence)
        default:
            return SettingsProblem(
                SourcePosition(file: file, line: 1, column: 1), "the text can't be read as YAML.")
        }
    }
}

extension String {
    /// The character at a mark, whose line and column count from 1.
    fileprivate func character(at mark: Mark) -> Character? {
        let lines = split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.indices.contains(mark.line - 1) else { return nil }
        return lines[mark.line - 1].dropFirst(max(0, mark.column - 1)).first
    }
}

extension Mark {
    fileprivate func position(in file: String) -> SourcePosition {
        SourcePosition(file: file, line: max(1, line), column: max(1, column))
    }
}

/// Adds a fix to libyaml's message about text that isn't YAML.
struct YAMLFix {
    /// libyaml's message.
    let problem: String
    /// The character at that place.
    let character: Character?

    var sentence: String {
        if problem.contains("cannot start any token") {
            return switch character {
            case "\t": "there is a tab here; indent with spaces."
            case let character?: "a value can't begin with \(character); put it in quotes."
            case nil: plain("check the line")
            }
        }
        return plain(Self.fixes.first { problem.contains($0.message) }?.fix ?? "check this line and the one before")
    }

    private static let fixes: [(message: String, fix: String)] = [
        ("unexpected end of stream", "close the quotes that were opened before"),
        ("expected ',' or '}'", "close the { that was opened before, and put commas between its entries"),
        ("expected ',' or ']'", "close the [ that was opened before, and put commas between its entries"),
        ("mapping values are not allowed", "put text with a colon in quotes, and check the indentation"),
        ("could not find expected ':'", "put a colon after the key, and check the indentation"),
        ("did not find expected key", "indent all keys of a map equally"),
        ("did not find expected '-' indicator", "indent all entries of a list equally"),
        ("control characters are not allowed", "remove the character"),
        ("undefined alias", "write the value out; aliases (*name) can't be used here"),
    ]

    private func plain(_ fix: String) -> String { "this is not YAML: \(problem); \(fix)." }
}
