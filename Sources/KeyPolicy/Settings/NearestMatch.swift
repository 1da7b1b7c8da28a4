/// Finds the word closest to what was typed, among words given one after the other.
package struct NearestMatch: Sendable {
    private let typed: [Character]
    private var best: (word: String, shown: String, distance: Int)?

    package init(to text: String) { typed = Array(text.lowercased().prefix(40)) }

    /// The nearest of `words`, if it is close enough to suggest.
    package static func to(_ text: String, in words: [String]) -> String? {
        var nearest = NearestMatch(to: text)
        for word in words { nearest.see(word) }
        return nearest.word
    }

    /// The rest of a message that says there is no such word: the nearest one, else the words if they are few.
    package static func hint(_ text: String, in words: [String]) -> String {
        if let nearest = to(text, in: words) { return " The nearest is \(nearest)." }
        return (1...10).contains(words.count) ? " Known: \(words.joined(separator: ", "))." : ""
    }

    /// The nearest word so far, as it was shown; nil if none is close enough to suggest.
    package var word: String? { best?.shown }

    /// - Parameter shown: how the word is shown in a sentence, if differently.
    package mutating func see(_ word: String, shownAs shown: String? = nil) {
        let letters = Array(word.lowercased().prefix(40))
        let farthest = max(1, min(letters.count, typed.count) / 3)
        // Nearly every word is too long or too short to be near.
        guard abs(letters.count - typed.count) <= farthest else { return }
        let distance = Self.distance(typed, letters)
        guard distance <= farthest else { return }
        if let best, (best.distance, best.word) <= (distance, word) { return }
        best = (word, shown ?? word, distance)
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
