import KeyPolicy
import Settings
import Testing

/// Every sentence that a person may get back, with its line and column.
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

    @Test func `everything that is wrong is said at once, by position`() throws {
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

    @Test func `a secret is never repeated, wherever it was put`() {
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
