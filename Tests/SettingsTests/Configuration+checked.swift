import FoundationEssentials
import KeyPolicy
import Settings

extension Configuration {
    /// Checks a configuration that was written as JSON, on a machine that knows two zones.
    static func checked(_ json: String) throws -> Configuration {
        let tree = try SettingsTree(json: Array(json.utf8), file: "relevo.json")
        return try Configuration(tree) { name in
            switch name {
            case "UTC": .utc
            case "America/Lima": .lima
            default: nil
            }
        }
    }
}

extension Zone {
    static let lima = Zone(
        name: "America/Lima", first: Transition(at: .distantPast, offset: -18_000, abbreviation: "-05"), transitions: []
    )
}
