import KeyPolicy

/// Deactivations of one key that were planned and then not done at the last moment, one after the other.
///
/// Once is ordinary: something changed between the plan and the last look. Again is not: what the plan rests on and what the
/// last look shows contradict each other, and the key would be held for ever without anybody being told.
struct RepeatedSkip: Hashable, Sendable {
    /// How many runs in a row tried, the last one included.
    let runs: Int
    let reason: String

    /// Nil when the last try succeeded, is open, or was the first of its round to be skipped.
    ///
    /// - Parameter events: all about the user, oldest first.
    init?(of key: AccessKeyID, in events: [LedgerEvent]) {
        var tries: [(round: Int, run: RunID, failure: String?)] = []
        for event in events where event.key == key {
            switch event.body {
            case .key(.deactivationIntended(let round, _)): tries.append((round, event.run, nil))
            case .key(.deactivationFailed(let reason)):
                if !tries.isEmpty { tries[tries.count - 1].failure = reason }
            case .key(.deactivated): tries = []
            default: break
            }
        }
        guard let last = tries.last, let reason = last.failure else { return nil }
        let runs = Set(tries.reversed().prefix { $0.round == last.round && $0.failure != nil }.map(\.run))
        guard runs.count > 1 else { return nil }
        self.runs = runs.count
        self.reason = reason
    }
}
