import KeyPolicy

/// One value of the tree with its name, and readers for the types it may have.
///
/// Every reader adds a problem and returns nil if the value is wrong.
struct Setting {
    let node: SettingsTree
    /// The path that people see: `policy.exemptions[2].until`.
    let name: String

    var position: SourcePosition { node.position }

    /// Adds a problem; the predicate completes the sentence that begins with the setting's name.
    func refuse(_ predicate: String, _ problems: inout Problems) {
        problems.add(position, "\(name) \(predicate)")
    }

    /// Text that isn't empty and has no control characters, without the line feed at the end of a YAML block.
    func text(allowsLines: Bool = false, _ problems: inout Problems) -> String? {
        guard case .scalar(let text, let kind) = node.value else {
            refuse("must be text, not a \(isList ? "list" : "map").", &problems)
            return nil
        }
        switch kind {
        case .null:
            refuse("has no value; give it one, or remove the line.", &problems)
            return nil
        case .bool, .number:
            refuse("must be text; put it in quotes: \"\(text)\".", &problems)
            return nil
        case .plain, .quoted:
            guard text.contains(where: { !$0.isWhitespace }) else {
                refuse("is empty; give it a value, or remove the line.", &problems)
                return nil
            }
            let trimmed = text.hasSuffix("\n") ? String(text.dropLast()) : text
            guard !ShownText.hasControl(allowsLines ? trimmed.filter { $0 != "\n" } : trimmed) else {
                let place = allowsLines ? "text" : "text on one line,"
                refuse("must be \(place) without control characters.", &problems)
                return nil
            }
            return trimmed
        }
    }

    func boolean(_ problems: inout Problems) -> Bool? {
        if case .scalar(let text, .bool) = node.value { return text == "true" }
        refuse("must be true or false\(butIs).", &problems)
        return nil
    }

    /// A whole number in decimal, without quotes.
    func integer(in range: ClosedRange<Int>, hint: String = "", _ problems: inout Problems) -> Int? {
        if case .scalar(let text, .number) = node.value, let number = Int(text), String(number) == text,
            range.contains(number)
        {
            return number
        }
        refuse("must be a whole number from \(range.lowerBound) to \(range.upperBound)\(butIs)\(hint).", &problems)
        return nil
    }

    /// One of a few given words.
    func option(of options: [String], _ problems: inout Problems) -> String? {
        if case .scalar(let text, .plain) = node.value, options.contains(text) { return text }
        if case .scalar(let text, .quoted) = node.value, options.contains(text) { return text }
        refuse("must be \(Self.alternatives(options))\(butIs)\(suggestion(among: options) ?? ".")", &problems)
        return nil
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ type: Choice.Type, _ problems: inout Problems
    ) -> Choice? {
        option(of: Choice.allCases.map(\.rawValue), &problems).flatMap(Choice.init(rawValue:))
    }

    func list(like example: String, _ problems: inout Problems) -> [Setting]? {
        guard case .list(let items) = node.value else {
            refuse("must be a list such as \(example)\(butIs).", &problems)
            return nil
        }
        return items.enumerated().map { Setting(node: $1, name: "\(name)[\($0)]") }
    }

    func map<Key: SettingsKey>(
        _ keys: Key.Type, like example: String, _ problems: inout Problems
    ) -> MapReader<Key>? {
        guard case .map(let entries) = node.value else {
            refuse("must be a map such as \(example)\(butIs).", &problems)
            return nil
        }
        return MapReader(entries, name: name, position: position, &problems)
    }

    /// One value for everybody, or a map with one for each language.
    func perLanguage<Value: Hashable & Sendable>(
        like example: String, _ problems: inout Problems, _ read: (Setting, inout Problems) -> Value?
    ) -> PerLanguage<Value> {
        guard case .map = node.value else { return PerLanguage(read(self, &problems)) }
        var values = PerLanguage<Value>()
        guard let map = map(LanguageKey.self, like: "{en: \(example)}", &problems) else { return values }
        for key in LanguageKey.allCases { values.byLanguage[key.language] = map[key].flatMap { read($0, &problems) } }
        return values
    }

    /// A map whose keys the writer chooses: team names, account ids.
    func entries(like example: String, _ problems: inout Problems) -> [(key: Setting, value: Setting)]? {
        guard case .map(let entries) = node.value else {
            refuse("must be a map such as \(example)\(butIs).", &problems)
            return nil
        }
        return MapEntries.unrepeated(entries, &problems).map { entry in
            let key = SettingsTree(.scalar(entry.key, .quoted), at: entry.keyPosition)
            let isPlain =
                entry.key.utf8.count <= 40 && !ShownText.looksSecret(entry.key)
                && entry.key.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
            let step = isPlain ? ".\(entry.key)" : "[\(ShownText.quoted(entry.key))]"
            return (Setting(node: key, name: "a key of \(name)"), Setting(node: entry.value, name: name + step))
        }
    }

    /// `, but is "abc"`, if the value may be shown.
    var butIs: String {
        switch node.value {
        case .scalar(_, .null): ", but has no value"
        case .scalar(let text, .bool), .scalar(let text, .number):
            ShownText.looksSecret(text) ? "" : ", but is \(text.prefix(40))"
        case .scalar(let text, _): ", but is \(ShownText.quoted(text))"
        case .list: ", but is a list"
        case .map: ", but is a map"
        }
    }

    private func suggestion(among words: [String]) -> String? {
        guard case .scalar(let text, _) = node.value else { return nil }
        return NearestMatch.to(text, in: words).map { "; did you mean \($0)?" }
    }

    private var isList: Bool { if case .list = node.value { true } else { false } }

    /// `a, b or c`.
    static func alternatives(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return "\(words.dropLast().joined(separator: ", ")) or \(last)"
    }

    /// `a, b and c`.
    static func known(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return "\(words.dropLast().joined(separator: ", ")) and \(last)"
    }
}
