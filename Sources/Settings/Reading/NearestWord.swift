/// Finds the word that somebody most likely meant.
enum NearestWord {
    /// The nearest of `words`, if it is near enough to be worth asking.
    static func to(_ text: String, in words: [String]) -> String? {
        let typed = Array(text.lowercased().prefix(40))
        let ranked = words.map { (word: $0, distance: distance(typed, Array($0))) }
        guard let nearest = ranked.min(by: { ($0.distance, $0.word) < ($1.distance, $1.word) }),
            nearest.distance <= max(1, min(nearest.word.count, typed.count) / 3)
        else { return nil }
        return nearest.word
    }

    /// Letters added, dropped, changed, or swapped with their neighbour.
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var rows = [Array(0...right.count)]
        for row in 0..<left.count {
            var next = [row + 1]
            for column in 0..<right.count {
                let change = rows[row][column] + (left[row] == right[column] ? 0 : 1)
                var best = min(change, rows[row][column + 1] + 1, next[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    best = min(best, rows[row - 1][column - 1] + 1)
                }
                next.append(best)
            }
            rows.append(next)
        }
        return rows[left.count][right.count]
    }
}
