import Settings
import Testing

/// What a person reads of every kind of failure; a new case doesn't compile without its sentence.
struct SettingsErrorSentenceTests {
    private static func problem(_ line: Int) -> SettingsProblem {
        SettingsProblem(SourcePosition(file: "relevo.yaml", line: line, column: 3), "mode has no value.")
    }

    static let every: [SettingsError] = [
        .malformed(problem(1)), .refused([problem(1), problem(2)]),
        .missing(places: ["./relevo.yaml", "/home/r.yaml"]),
        .unreadable(file: "relevo.yaml", why: "it is a folder"),
        .zoneFile(zone: "America/Lima", why: "it is cut short"),
    ]

    private static func sentence(_ error: SettingsError) -> String {
        switch error {
        case .malformed: "relevo.yaml:1:3: mode has no value."
        case .refused: "relevo.yaml:1:3: mode has no value.\nrelevo.yaml:2:3: mode has no value."
        case .missing:
            "There is no configuration file. Looked for ./relevo.yaml, /home/r.yaml. Run `relevo init` to write one, or "
                + "name it with --config."
        case .unreadable:
            "The configuration file relevo.yaml can't be read: it is a folder. Check the path and who may read it, or "
                + "name another with --config."
        case .zoneFile:
            "The file of the time zone America/Lima can't be used: it is cut short. Install the zone files (tzdata) again."
        }
    }

    @Test(arguments: every)
    func `says what failed, on what, and what to do`(_ error: SettingsError) {
        #expect("\(error)" == Self.sentence(error))
    }
}
