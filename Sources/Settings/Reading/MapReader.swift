import KeyPolicy

/// One map of the configuration, with its allowed keys.
///
/// The initializer refuses unknown and repeated keys; the values are read afterwards, by key.
struct MapReader<Key: SettingsKey> {
    let name: String
    /// Where the map itself begins.
    let position: SourcePosition
    private let values: [String: SettingsTree]

    init(_ entries: [SettingsTree.Entry], name: String, position: SourcePosition, _ problems: inout Problems) {
        self.name = name
        self.position = position
        let known = Key.allCases.map(\.rawValue)
        var values: [String: SettingsTree] = [:]
        for entry in MapEntries.unrepeated(entries, &problems) {
            if known.contains(entry.key) {
                values[entry.key] = entry.value
            } else {
                problems.add(entry.keyPosition, Self.unknown(entry.key, among: known, in: name))
            }
        }
        self.values = values
    }

    subscript(key: Key) -> Setting? {
        values[key.rawValue].map { Setting(node: $0, name: full(key)) }
    }

    /// The setting, or a refusal that names the missing key with an example.
    func required(_ key: Key, like example: String, _ problems: inout Problems) -> Setting? {
        if let setting = self[key] { return setting }
        problems.add(position, "\(full(key)) is missing; add it, such as \(key.rawValue): \(example).")
        return nil
    }

    func full(_ key: Key) -> String { name.isEmpty ? key.rawValue : "\(name).\(key.rawValue)" }

    private static func unknown(_ key: String, among known: [String], in name: String) -> String {
        let place = name.isEmpty ? "at the top" : "in \(name)"
        if let match = NearestMatch.to(key, in: known) {
            return "there is no key \(ShownText.quoted(key)) \(place); did you mean \(match)?"
        }
        return "there is no key \(ShownText.quoted(key)) \(place); the known keys are \(Setting.known(known))."
    }
}

/// The entries of a map, each key once.
enum MapEntries {
    static func unrepeated(_ entries: [SettingsTree.Entry], _ problems: inout Problems) -> [SettingsTree.Entry] {
        var first: [String: SourcePosition] = [:]
        return entries.filter { entry in
            if let earlier = first[entry.key] {
                problems.add(
                    entry.keyPosition,
                    "the key \(ShownText.quoted(entry.key)) was already given at line \(earlier.line); keep one of the "
                        + "two.")
                return false
            }
            first[entry.key] = entry.keyPosition
            return true
        }
    }
}
