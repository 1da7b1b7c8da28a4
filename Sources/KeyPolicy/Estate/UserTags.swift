/// A user's tags as Relevo reads them: keys whatever their case, values trimmed, empty ones left out.
struct UserTags {
    private var values: [String: String] = [:]

    init(_ tags: [String: String]) {
        for (key, value) in tags.sorted(by: { $0.key < $1.key }) where !value.trimmedSpaces.isEmpty {
            values[key.lowercased()] = value.trimmedSpaces
        }
    }

    subscript(_ key: String) -> String? { values[key] }
}
