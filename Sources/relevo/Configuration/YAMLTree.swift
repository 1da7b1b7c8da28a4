import Settings
import Yams

/// Turns Yams's nodes into a tree, and refuses YAML features that the configuration doesn't use.
struct YAMLTree {
    let file: String

    func tree(_ node: Node, depth: Int) throws(SettingsError) -> SettingsTree {
        let position = position(of: node)
        guard depth <= SettingsTree.maxDepth else {
            throw refuse(position, "lists and maps may be nested at most \(SettingsTree.maxDepth) levels deep.")
        }
        switch node {
        case .scalar(let scalar):
            try refuse(anchor: scalar.anchor, tag: scalar.tag, at: position)
            return SettingsTree(Self.value(scalar), at: position)
        case .sequence(let sequence):
            try refuse(anchor: sequence.anchor, tag: sequence.tag, at: position)
            var items: [SettingsTree] = []
            for item in sequence { items.append(try tree(item, depth: depth + 1)) }
            return SettingsTree(.list(items), at: position)
        case .mapping(let mapping):
            try refuse(anchor: mapping.anchor, tag: mapping.tag, at: position)
            var entries: [SettingsTree.Entry] = []
            for (key, value) in mapping { entries.append(try entry(key, value, depth: depth)) }
            return SettingsTree(.map(entries), at: position)
        case .alias:
            throw refuse(position, "aliases (*name) can't be used here; write the value out.")
        }
    }

    private func entry(_ key: Node, _ value: Node, depth: Int) throws(SettingsError) -> SettingsTree.Entry {
        let position = position(of: key)
        guard case .scalar(let scalar) = key else { throw refuse(position, "a key must be plain text.") }
        // Yams has resolved the tags of keys by now, so a written one can't be seen; it would change nothing anyway.
        try refuse(anchor: scalar.anchor, tag: .implicit, at: position)
        if scalar.style == .plain, scalar.string == "<<" {
            throw refuse(position, "merge keys (<<) can't be used here; write the values out.")
        }
        return SettingsTree.Entry(
            key: scalar.string, keyPosition: position, value: try tree(value, depth: depth + 1))
    }

    private func refuse(anchor: Anchor?, tag: Tag, at position: SourcePosition) throws(SettingsError) {
        if anchor != nil { throw refuse(position, "anchors (&name) can't be used here; write the value out.") }
        // Yams gives quoted text the tag that it would have had anyway.
        if !tag.description.isEmpty, tag.description != Tag.Name.str.rawValue {
            throw refuse(position, "tags (!name) can't be used here; put text in quotes, and leave the tag out.")
        }
    }

    private func refuse(_ position: SourcePosition, _ sentence: String) -> SettingsError {
        .malformed(SettingsProblem(position, sentence))
    }

    private func position(of node: Node) -> SourcePosition {
        SourcePosition(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    }

    /// By YAML 1.2's core schema: `yes`, `09:00` and `2026-12-01` are text, unlike in YAML 1.1.
    /// https://yaml.org/spec/1.2.2/#103-core-schema
    private static func value(_ scalar: Node.Scalar) -> SettingsTree.Value {
        let text = scalar.string
        guard scalar.style == .plain else { return .scalar(text, .quoted) }
        switch text {
        case "", "~", "null", "Null", "NULL": return .scalar(text, .null)
        case "true", "True", "TRUE": return .scalar("true", .bool)
        case "false", "False", "FALSE": return .scalar("false", .bool)
        default: return .scalar(text, isNumber(text) ? .number : .plain)
        }
    }

    private static func isNumber(_ text: String) -> Bool {
        let digits = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
        guard let first = digits.utf8.first, (0x30...0x39).contains(first) || first == 0x2E else { return false }
        if text.hasPrefix("0x") { return Int(text.dropFirst(2), radix: 16) != nil }
        if text.hasPrefix("0o") { return Int(text.dropFirst(2), radix: 8) != nil }
        return digits.utf8.allSatisfy { (0x30...0x39).contains($0) || "eE+-.".utf8.contains($0) } && Double(text) != nil
    }
}
