import FoundationEssentials
import KeyPolicy

/// Earlier configurations in the ledger, and what follows for today.
///
/// Less enforcement takes effect at once. More takes effect with the first run of the next civil day: until then a
/// deactivation needs both today's configuration and every one that was in force since midnight.
struct SettingsRecord: Sendable {
    let ledger: any EventLog

    private struct Recorded {
        let at: Date
        let settings: SettingsSnapshot
    }

    /// `settings` narrowed by those in force earlier today; nil where that changes nothing.
    func narrowed(_ settings: WatchSettings, at now: Date) async throws -> WatchSettings? {
        let all = try await recorded()
        let today = settings.policy.day(at: now)
        var earlier = all.filter { settings.policy.day(at: $0.at) >= today }
        if let before = all.last(where: { settings.policy.day(at: $0.at) < today }) { earlier.append(before) }
        var narrow = settings
        for one in earlier { narrow = one.settings.narrowing(narrow, at: now) }
        return earlier.contains { $0.settings.isWidened(by: settings, at: now) } ? narrow : nil
    }

    /// The update that records `settings`, if they changed; nil where they didn't.
    func change(to settings: WatchSettings, at now: Date) async throws -> SettingsUpdate? {
        let snapshot = SettingsSnapshot(settings)
        guard let last = try await recorded().last else {
            return SettingsUpdate(settings: snapshot, changes: [], isWidened: false, isFirst: true)
        }
        guard last.settings != snapshot else { return nil }
        return SettingsUpdate(
            settings: snapshot, changes: snapshot.changes(since: last.settings),
            isWidened: last.settings.isWidened(by: settings, at: now), isFirst: false)
    }

    private func recorded() async throws -> [Recorded] {
        try await ledger.events(ofKind: .settingsRecorded, in: .runs, since: .distantPast).map { event in
            guard case .run(.settingsRecorded(_, let settings, _)) = event.body else {
                throw LedgerError.damaged(
                    place: event.stream.text, why: "event \(event.sequence) (\(event.kind)) can't be read")
            }
            return Recorded(at: event.at, settings: settings)
        }
    }
}

/// A configuration that is recorded because it changed.
struct SettingsUpdate: Sendable {
    let settings: SettingsSnapshot
    let changes: [SettingChange]
    /// Whether it enforces anything that the last one didn't.
    let isWidened: Bool
    /// A ledger's first one is not announced.
    let isFirst: Bool

    func fact(at now: Date) -> NewEvent {
        .run(.settingsRecorded(digest: settings.digest, settings: settings, changes: changes), at: now)
    }
}
