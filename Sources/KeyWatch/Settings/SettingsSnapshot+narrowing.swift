package import FoundationEssentials
import KeyPolicy

extension SettingsSnapshot {
    /// `settings` without anything that this snapshot did not enforce: of every two values the one that deactivates
    /// less.
    ///
    /// Teams and channels don't enforce more or less, and stay as they are in `settings`.
    package func narrowing(_ settings: WatchSettings, at now: Date) -> WatchSettings {
        var narrow = settings
        for number in PolicyNumber.all {
            guard let before = numbers[number.name] else { continue }
            let after = settings.policy[keyPath: number.path]
            narrow.policy[keyPath: number.path] =
                number.enforcesMoreWhenLower ? max(before, after) : min(before, after)
        }
        for flag in PolicyFlag.all where flags[flag.name] == false { narrow.policy[keyPath: flag.path] = false }
        narrow.policy.protected += missing(protected, in: settings.policy.protected)
        narrow.policy.decoys += missing(decoys, in: settings.policy.decoys)
        let known = Set(settings.policy.exemptions.map(\.sight))
        narrow.policy.exemptions += exemptions.map {
            Exemption(subject: $0.subject, until: $0.until, reason: $0.reason, approver: $0.approver)
        }.filter { $0.holds(at: now) && !known.contains($0.sight) }
        narrow.policy.hours = narrowHours(settings.policy.hours)
        narrow.readOnly.formUnion(readOnly)
        narrow.mode = mode.lesser(settings.mode)
        for account in Set(accounts.keys).union(settings.accounts.keys) {
            var override = settings.accounts[account] ?? WatchSettings.AccountSettings()
            override.mode = (accounts[account]?.mode ?? mode).lesser(override.mode ?? settings.mode)
            override.maxDeactivations =
                [accounts[account]?.maxDeactivations, override.maxDeactivations].compactMap(\.self).min()
            narrow.accounts[account] = override
        }
        return narrow
    }

    /// Whether `settings` enforce anything that this snapshot did not.
    package func isWidened(by settings: WatchSettings, at now: Date) -> Bool {
        // Narrowed and compared as it is in effect: a mode that is only written for an account as well changes
        // nothing.
        SettingsSnapshot(narrowing(settings, at: now)).effective != SettingsSnapshot(settings).effective
    }

    private func missing(_ before: [String], in after: [ARNPattern]) -> [ARNPattern] {
        before.map { ARNPattern($0) }.filter { !after.contains($0) }
    }

    /// Hours that both allow. The rules of a zone that is no longer configured are unknown: then nothing is
    /// deactivated.
    private func narrowHours(_ after: WorkingHours?) -> WorkingHours? {
        guard let before = hours else { return after }
        guard let after, after.zone.name == before.zone else {
            return WorkingHours(zone: after?.zone ?? .utc, days: [], from: 0, to: 0, holidays: [])
        }
        return WorkingHours(
            zone: after.zone, days: after.days.intersection(before.days), from: max(after.from, before.from),
            to: min(after.to, before.to), holidays: after.holidays.union(before.holidays))
    }

    /// The same with every account's mode in effect, and without overrides that change nothing.
    private var effective: SettingsSnapshot {
        SettingsSnapshot(
            self,
            accounts: accounts.mapValues {
                Override(mode: $0.mode ?? mode, channel: nil, maxDeactivations: $0.maxDeactivations)
            }.filter { $0.value.mode != mode || $0.value.maxDeactivations != nil })
    }
}

extension Mode {
    /// The one of two that does less.
    fileprivate func lesser(_ other: Mode) -> Mode { Mode.allCases.first { $0 == self || $0 == other } ?? self }
}
