extension SettingsTree {
    /// The tree as JSON, which reads back as the same configuration. Only for a tree that was accepted.
    package var json: String { json(indent: "") + "\n" }

    /// The tree as YAML, which reads back as the same configuration. Only for a tree that was accepted.
    package var yaml: String { yaml(indent: "").joined(separator: "\n") + "\n" }

    private func json(indent: String) -> String {
        let deeper = indent + "  "
        switch value {
        case .scalar(let text, let kind):
            switch kind {
            case .quoted, .plain: return Self.quoted(text)
            case .null: return "null"
            case .bool, .number: return text
            }
        case .list(let items):
            guard items.contains(where: { !$0.isScalar }) else {
                return "[\(items.map { $0.json(indent: "") }.joined(separator: ", "))]"
            }
            let lines = items.map { deeper + $0.json(indent: deeper) }
            return "[\n\(lines.joined(separator: ",\n"))\n\(indent)]"
        case .map(let entries):
            guard !entries.isEmpty else { return "{}" }
            let lines = entries.map { "\(deeper)\(Self.quoted($0.key)): \($0.value.json(indent: deeper))" }
            return "{\n\(lines.joined(separator: ",\n"))\n\(indent)}"
        }
    }

    private func yaml(indent: String) -> [String] {
        switch value {
        case .scalar, .list([]), .map([]): return [indent + inline]
        case .list(let items):
            guard items.contains(where: { !$0.isScalar }) else { return [indent + inline] }
            return items.flatMap { item in
                let lines = item.yaml(indent: indent + "  ")
                return ["\(indent)- \(lines[0].dropFirst(indent.count + 2))"] + lines.dropFirst()
            }
        case .map(let entries):
            return entries.flatMap { entry in
                let key = "\(indent)\(Self.word(entry.key)):"
                return entry.value.isInline
                    ? ["\(key) \(entry.value.inline)"] : [key] + entry.value.yaml(indent: indent + "  ")
            }
        }
    }

    private var isScalar: Bool { if case .scalar = value { true } else { false } }

    /// Whether it stands on its key's line.
    private var isInline: Bool {
        switch value {
        case .scalar, .map([]): true
        case .list(let items): items.allSatisfy(\.isScalar)
        case .map: false
        }
    }

    private var inline: String {
        switch value {
        case .scalar(let text, .quoted), .scalar(let text, .plain): Self.word(text)
        case .scalar(_, .null): "null"
        case .scalar(let text, _): text
        case .list(let items): "[\(items.map(\.inline).joined(separator: ", "))]"
        case .map: "{}"
        }
    }

    /// Text that YAML 1.1 and 1.2 read as this text: quoted, unless it is a word that can be nothing else.
    private static func word(_ text: String) -> String {
        let isPlain =
            text.utf8.first.map { AllowedText.isLetterOrDigit($0) && !AllowedText.isDigit($0) } ?? false
            && text.utf8.allSatisfy { AllowedText.isLetterOrDigit($0) || "_./:-".utf8.contains($0) }
            && text.utf8.last != 0x3A
            && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased())
        return isPlain ? text : quoted(text)
    }

    /// In double quotes, with escapes that JSON and YAML share.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}", "\u{FEFF}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
