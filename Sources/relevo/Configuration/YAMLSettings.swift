import Settings
import Yams

extension SettingsTree {
    /// Reads a configuration's YAML form: one document, without anchors, aliases, tags and merge keys.
    ///
    /// - Parameter file: what positions name as the source.
    /// - Throws: ``SettingsError/malformed(_:)`` at the first place that can't be read.
    init(yaml bytes: [UInt8], file: String) throws(SettingsError) {
        let start = SourcePosition(file: file, line: 1, column: 1)
        let text = try Self.text(bytes, file: file)
        if let problem = YAMLBounds.problem(in: text, file: file) { throw .malformed(problem) }
        do {
            let parser = try Parser(yaml: text, encoding: .utf8)
            let root = try parser.singleRoot()
            // A node's anchor lives only as long as its parser.
            self = try withExtendedLifetime(parser) {
                try root.map { try YAMLTree(file: file).tree($0, depth: 0) }
                    ?? SettingsTree(.scalar("", .null), at: start)
            }
        } catch let error as SettingsError {
            throw error
        } catch let error as YamlError {
            throw .malformed(error.problem(file: file))
        } catch {
            throw .malformed(SettingsProblem(start, "the text can't be read as YAML."))
        }
    }
}

/// Checks YAML text before it is parsed, for input that would keep the parser busy without end.
///
/// The parser copies an aliased value wherever it is used and hashes whole keys, and it makes one nested call per
/// bracket.
enum YAMLBounds {
    private static let mostAliases = 20
    private static let mostBrackets = 200

    static func problem(in text: String, file: String) -> SettingsProblem? {
        var line = 1
        var lineStart = 0
        var anchor: SourcePosition?
        var aliases = 0
        var depth = 0
        var before: Unicode.Scalar = "\n"
        for (index, scalar) in text.unicodeScalars.enumerated() {
            let position = SourcePosition(file: file, line: line, column: index - lineStart + 1)
            switch scalar {
            case "\n":
                line += 1
                lineStart = index + 1
            case "&" where startsToken(after: before): anchor = anchor ?? position
            case "*" where startsToken(after: before): aliases += 1
            case "[", "{": depth += 1
            case "]", "}": depth -= 1
            default: break
            }
            if depth > mostBrackets {
                return SettingsProblem(
                    position, "lists and maps may be nested at most \(SettingsTree.maxDepth) levels deep.")
            }
            before = scalar
        }
        // Plain text may contain either; only an anchor together with many aliases is an attack.
        guard let anchor, aliases > mostAliases else { return nil }
        return SettingsProblem(anchor, "anchors (&name) can't be used here; write the value out.")
    }

    private static func startsToken(after scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || "[]{},:?-\"'".unicodeScalars.contains(scalar)
    }
}
