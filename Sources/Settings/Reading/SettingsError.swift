/// Why there is no configuration to work with.
package enum SettingsError: Error, Equatable, Sendable {
    /// The text isn't YAML or JSON; the first place that can't be read.
    case malformed(SettingsProblem)
    /// All problems, by position; never empty.
    case refused([SettingsProblem])
    /// There is no configuration file in any of these places.
    case missing(places: [String])
    case unreadable(file: String, why: String)
    case zoneFile(zone: String, why: String)
}

extension SettingsError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed(let problem):
            problem.text
        case .refused(let problems):
            problems.map(\.text).joined(separator: "\n")
        case .missing(let places):
            "There is no configuration file. Looked for \(places.joined(separator: ", ")). Run "
                + "`relevo init` to write one, or name it with --config."
        case .unreadable(let file, let why):
            "The configuration file \(file) can't be read: \(why). Check the path and its permissions, or name another "
                + "with --config."
        case .zoneFile(let zone, let why):
            "The file of the time zone \(zone) can't be used: \(why). Install the zone files (tzdata) again."
        }
    }
}

/// One thing that is wrong in a configuration: where, what, and what would be right.
package struct SettingsProblem: Hashable, Sendable {
    package let position: SourcePosition
    package let sentence: String

    package init(_ position: SourcePosition, _ sentence: String) {
        self.position = position
        self.sentence = sentence
    }

    package var text: String { "\(position.text): \(sentence)" }
}

/// Collects all problems of a configuration, so that they are reported together.
struct Problems {
    private var list: [SettingsProblem] = []

    /// By position, without repeats.
    var sorted: [SettingsProblem] {
        var seen: Set<SettingsProblem> = []
        return list.filter { seen.insert($0).inserted }
            .sorted { ($0.position, $0.sentence) < ($1.position, $1.sentence) }
    }

    mutating func add(_ position: SourcePosition, _ sentence: String) {
        list.append(SettingsProblem(position, sentence))
    }
}
