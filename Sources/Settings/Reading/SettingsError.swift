/// Why there is no configuration to work with.
package enum SettingsError: Error, Equatable, Sendable {
    /// The text isn't YAML or JSON; the first place where it breaks.
    case malformed(SettingsProblem)
    /// Everything that is wrong, by position; never empty.
    case refused([SettingsProblem])
    /// No configuration file in any of the places looked at.
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
            "The configuration file \(file) can't be read: \(why). Check the path and who may read it, or name another "
                + "with --config."
        case .zoneFile(let zone, let why):
            "The file of the time zone \(zone) can't be used: \(why). Install the zone files (tzdata) again."
        }
    }
}
