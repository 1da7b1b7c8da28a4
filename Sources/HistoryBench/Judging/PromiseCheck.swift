package import FoundationEssentials
package import KeyPolicy
package import KeyWatch
package import KeyWatchFakes

/// The oracle's judgment of deactivations alone, for tests whose days are not generated: was each announced in time, to
/// the right person, with a copy in the channel?
package struct PromiseCheck: Sendable {
    private var oracle = Oracle()

    /// What can be judged without knowing the test's stops, exemptions and limits, which have tests of their own.
    private static let kinds: Set = [
        "untold", "early", "tooYoung", "anotherKey", "notBinding", "nothingCounts", "tooSoon", "noCopy",
        "wrongRecipient", "clocks", "mode",
    ]

    package init() {}

    /// A sentence for each deactivation since the last check that was not announced as the promise requires.
    ///
    /// - Parameter runs: all that the ledger knows.
    package mutating func broken(
        knownRuns runs: Set<RunID>, in estate: FakeEstate, _ messenger: RecordingMessenger, settings: WatchSettings,
        at now: Date
    ) -> [String] {
        var counts = HistoryCounts()
        let faults = oracle.check(
            Oracle.Scene(
                now: now, ahead: 0, settings: settings, estate: estate, messenger: messenger,
                doing: .run(startedAt: now, release: nil, isOvertaken: false, isRaced: true),
                completed: [], runs: runs, ledger: 1, known: runs, sawChannel: true), &counts)
        return faults.filter { Self.kinds.contains($0.kind) }.map { "\($0.kind): \($0.text)" }
    }
}
