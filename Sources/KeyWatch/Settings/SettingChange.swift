import FoundationEssentials
import KeyPolicy

/// One change of the configuration, in the terms of the configuration.
package struct SettingChange: Hashable, Codable, Sendable {
    /// The key's path, such as `policy.max-deactivations`.
    package let name: String
    /// Nil where it is new.
    package let from: String?
    /// Nil where it was removed.
    package let to: String?

    /// Whether its value names users that are protected, or decoys: no channel lists them.
    package var namesUsers: Bool { ["policy.protected", "policy.decoys"].contains(name) }

    package init(name: String, from: String?, to: String?) {
        self.name = name
        self.from = from
        self.to = to
    }
}

extension SettingsSnapshot {
    /// The changes since `earlier`, by name.
    package func changes(since earlier: SettingsSnapshot) -> [SettingChange] {
        let (before, after) = (earlier.lines, lines)
        return Set(before).symmetricDifference(after).reduce(into: [String: SettingChange]()) { changes, line in
            let isOld = before.contains(line)
            // An item of a list is added or removed; anything else has one value.
            let id = line.isInList ? "\(line.name) \(line.value)" : line.name
            let known = changes[id]
            changes[id] = SettingChange(
                name: line.name, from: isOld ? line.value : known?.from, to: isOld ? known?.to : line.value)
        }.sorted { $0.key < $1.key }.map(\.value)
    }

    private struct Line: Hashable {
        let name: String
        let value: String
        var isInList = false
    }

    private var lines: [Line] {
        var lines = [Line(name: "mode", value: mode.rawValue)]
        for (account, override) in accounts {
            let path = "accounts.overrides.\(account)"
            if let mode = override.mode { lines.append(Line(name: "\(path).mode", value: mode.rawValue)) }
            if let channel = override.channel { lines.append(Line(name: "\(path).channel", value: channel.rawValue)) }
            if let most = override.maxDeactivations {
                lines.append(Line(name: "\(path).max-deactivations", value: "\(most)"))
            }
        }
        lines += readOnly.map { Line(name: "accounts.own: direct", value: $0.rawValue, isInList: true) }
        lines += teams.map { Line(name: "teams.\($0.key)", value: $0.value.rawValue) }
        lines.append(Line(name: "policy.ladder", value: list(ladder)))
        lines += numbers.map { Line(name: "policy.\($0.key)", value: "\($0.value)") }
        for flag in PolicyFlag.all {
            lines += flags[flag.name].map { [Line(name: "policy.\(flag.name)", value: $0 ? flag.on : flag.off)] } ?? []
        }
        lines += protected.map { Line(name: "policy.protected", value: $0, isInList: true) }
        lines += decoys.map { Line(name: "policy.decoys", value: $0, isInList: true) }
        lines += exemptions.map { Line(name: "policy.exemptions", value: $0.text, isInList: true) }
        if let hours { lines.append(Line(name: "policy.hours", value: hours.text)) }
        return lines
    }

    private func list(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: ", ") }
}

extension SettingsSnapshot.Exempted {
    fileprivate var text: String {
        let whom =
            switch subject {
            case .user(let text): text
            case .key(let key): key.masked
            }
        // As in the configuration, in no language.
        return "\(whom), until: \(until?.ISO8601Format() ?? "-"), reason: \(reason ?? "-"), by: \(approver ?? "-")"
    }
}

extension SettingsSnapshot.Hours {
    fileprivate var text: String {
        func time(_ minutes: Int) -> String {
            let (hour, minute) = (minutes / 60, minutes % 60)
            return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
        }
        let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        let days = days.filter { (1...7).contains($0) }.map { names[$0 - 1] }.joined(separator: " ")
        let holidays = holidays.isEmpty ? "" : ", holidays: \(holidays.map(\.text).joined(separator: " "))"
        return "\(zone), \(days), \(time(from))-\(time(to))\(holidays)"
    }
}
