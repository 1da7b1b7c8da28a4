/// Collects everything that is wrong, so that one look at a configuration finds all of it.
struct Problems {
    private var list: [SettingsProblem] = []

    /// By position; each said once.
    var sorted: [SettingsProblem] {
        var seen: Set<SettingsProblem> = []
        return list.filter { seen.insert($0).inserted }
            .sorted { ($0.position, $0.sentence) < ($1.position, $1.sentence) }
    }

    mutating func add(_ position: SourcePosition, _ sentence: String) {
        list.append(SettingsProblem(position, sentence))
    }
}
