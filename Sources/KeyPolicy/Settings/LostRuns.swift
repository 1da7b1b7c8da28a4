package import FoundationEssentials

/// Runs that this ledger knows nothing of, because an older copy of it took their place or nobody could see them.
///
/// What those runs promised is lost, so nothing said before `at` counts, and nothing happens before `floor`.
package struct LostRuns: Hashable, Sendable {
    package let at: Date
    package let floor: Date

    package init(at: Date, floor: Date) {
        self.at = at
        self.floor = floor
    }
}
