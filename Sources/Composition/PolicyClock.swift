import FoundationEssentials

/// The clock that decides: real time, or real time moved so that it started at `--on`.
struct PolicyClock: Sendable {
    private let start: Date
    private let base: Date
    /// Whether `--on` moved it.
    let isMoved: Bool

    init(on: Date?) {
        start = Date()
        base = on ?? start
        isMoved = on != nil
    }

    /// In whole seconds, rounded down: the precision of everything that is remembered.
    var now: Date {
        let moved = base.addingTimeInterval(Date().timeIntervalSince(start))
        return Date(timeIntervalSince1970: moved.timeIntervalSince1970.rounded(.down))
    }
}
