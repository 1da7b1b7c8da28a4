/// How often things came to pass, so that nobody believes in empty histories.
package struct HistoryCounts: Hashable, Sendable {
    package private(set) var counts: [String: Int] = [:]

    package init() {}

    package subscript(_ what: String) -> Int { counts[what] ?? 0 }

    mutating func count(_ what: String, _ times: Int = 1) {
        if times > 0 { counts[what, default: 0] += times }
    }

    package mutating func add(_ other: HistoryCounts) { counts.merge(other.counts) { $0 + $1 } }

    package var text: String {
        counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: "\n")
    }
}
