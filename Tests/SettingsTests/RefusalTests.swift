import KeyPolicy
import Settings
import Testing

/// Every sentence that a person may see, with its line and column.
struct RefusalTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let json: String
        let sentence: String

        init(_ name: String, _ json: String, says sentence: String) {
            self.name = name
            self.json = json
            self.sentence = sentence
        }

        var testDescription: String { name }
    }

    @Test(arguments: cases)
    func `is refused with a sentence that says what would be right`(_ bad: Case) throws {
        let error = #expect(throws: SettingsError.self) { try Configuration.checked(bad.json) }
        #expect(error?.description == "relevo.json:\(bad.sentence)")
    }

    @Test func `all problems are reported at once, by position`() throws {
        let json = """
            {"ledger": "nowhere",
             "policy": {"ladder": [3, 2], "percent": 5, "max-percent": 0},
             "language": "fr"}
            """
        let error = #expect(throws: SettingsError.self) { try Configuration.checked(json) }
        guard case .refused(let problems) = error else {
            Issue.record("not refused")
            return
        }
        #expect(
            problems.map { "\($0.position.line):\($0.position.column)" } == ["1:12", "2:23", "2:31", "2:60", "3:14"])
    }

    @Test func `a secret is never shown, wherever it was written`() {
        let secrets = [
            "xoxb-1111-SECRETSECRET", "xapp-1-SECRETSECRET", "https://hooks.slack.com/services/T0/B0/SECRETSECRET",
            "wJalrXUtnFEMIxK7MDENGxbPxRfiCYSECRETSECR", "https://relevo:SECRETSECRET@example.com/",
        ]
        let places = [
            #"{"mode": "HERE"}"#, #"{"slack": {"token": "HERE", "channel": "C0123456789"}}"#,
            #"{"slack": {"token": "env:T", "channel": "HERE"}}"#, #"{"HERE": 1}"#,
            #"{"accounts": {"overrides": {"HERE": {}}}}"#, #"{"ledger": "HERE"}"#, #"{"teams": {"HERE": "general"}}"#,
            #"{"policy": {"HERE": 1}}"#,
        ]
        for secret in secrets {
            for place in places {
                let json = place.split(separator: "HERE", omittingEmptySubsequences: false).joined(separator: secret)
                let error = #expect(throws: SettingsError.self) { try Configuration.checked(json) }
                #expect(error?.description.contains("SECRETSECR") == false)
            }
        }
    }

    static let cases = top + accounts + ladder + policy + hours + slack
}

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
            "There is no configuration file. Looked for ./relevo.yaml, /home/r.yaml. Run `relevo init` to write one, "
                + "or name it with --config."
        case .unreadable:
            "The configuration file relevo.yaml can't be read: it is a folder. Check the path and its permissions, or "
                + "name another with --config."
        case .zoneFile:
            "The file of the time zone America/Lima can't be used: it is cut short. Install the zone files (tzdata) "
                + "again."
        }
    }

    @Test(arguments: every)
    func `says what failed, on what, and what to do`(_ error: SettingsError) {
        #expect("\(error)" == Self.sentence(error))
    }
}
