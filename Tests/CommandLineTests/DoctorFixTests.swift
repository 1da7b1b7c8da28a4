import AWS
import Adapters
import Composition
import Foundation
import KeyPolicy
import KeyWatch
import Settings
import Slack
import Testing

@testable import Doctor
@testable import relevo

/// Every fix of `relevo doctor` names what to do.
struct DoctorFixTests {
    /// What says nothing that a person could do.
    private static let vague = [
        "Follow the message", "Fix that", "Try again", "see what", "Correct it", "or this entry",
    ]

    /// What an action names: a command, a setting, a variable, a permission, a tag or a place.
    private static let named = [
        "`", "slack.", "policy.", "accounts.", "AWS_", "HTTPS_PROXY", "tzdata", "tag", "NTP", "readable", "writable",
        "Renew the credentials", "correct the credentials", "Install the version", "Free some space", "Allow ",
        "Copy the", "Set ",
    ]

    private static func says(_ fix: String) -> Bool {
        !vague.contains { fix.contains($0) } && named.contains { fix.contains($0) } && fix.hasSuffix(".")
    }

    @Test(arguments: [
        AWSError(.refused, code: "AccessDenied", message: "no", status: 403),
        AWSError(.refused, code: "ExpiredToken", message: "no", status: 403),
        AWSError(.refused, code: "InvalidClientTokenId", message: "no", status: 403),
        AWSError(.refused, code: "RequestExpired", message: "no", status: 400),
        AWSError(.refused, code: "Throttling", message: "no", status: 400),
        AWSError(.refused, code: "Strange", message: "no", status: 400),
        AWSError(.timeOut, code: "TimeOut", message: "no"), AWSError(.connection, code: "Connection", message: "no"),
        AWSError(.malformedResponse, code: "Malformed", message: "no"),
        AWSError(.tooLarge, code: "TooLarge", message: "no"),
        AWSError(.ambiguous, code: "Ambiguous", message: "no"),
        AWSError(.incomplete, code: "Incomplete", message: "no"),
        AWSError(.credentials, code: "NoCredentials", message: "no"),
        AWSError(.configuration, code: "Configuration", message: "no"),
    ])
    func `for an error of AWS`(error: AWSError) {
        var error = error
        error.service = "SSM"
        error.operation = "GetParameter"
        #expect(
            Self.says(Fix(aws: error, origin: "environment").text), "\(Fix(aws: error, origin: "environment").text)")
        #expect(Self.says(Fix(slack: error).text), "\(Fix(slack: error).text)")
        let verdict = AccountVerdict(subject: "2", caller: "arn:x", mode: .enforce, hasExternalID: true)
        for action in [IAMRoleProbe.assume, "iam:UpdateAccessKey"] {
            let call = ProbedCall(action: action, outcome: .refused(error))
            let fixes = [verdict.audit(call, role: "arn:r"), verdict.enforce(call, role: "arn:r")].map(\.fix)
            #expect(fixes.allSatisfy { Self.says($0 ?? "") }, "\(fixes)")
        }
    }

    @Test(arguments: [
        CompositionError.slackMissing, .tokenMissing("SLACK_BOT_TOKEN"), .tokenUnreadable(file: "a", why: "b"),
        .tokenMalformed(place: "the file a"), .tokenAmbiguous(secret: "s", keys: ["a", "b"]),
        .tokenKeyMissing(secret: "s", key: "k", keys: nil), .tokenKeyMissing(secret: "s", key: "k", keys: ["a"]),
        .noAnswer,
    ])
    func `for a token that can't be had`(error: CompositionError) {
        #expect(Self.says(Fix(slack: error).text), "\(Fix(slack: error).text)")
    }

    @Test(arguments: [
        LedgerError.fenced(holder: nil), .cannotOpen(place: "a", why: "b"), .notALedger(place: "a"),
        .newer(place: "a", version: "9"), .readOnly(place: "a"), .full(place: "a"), .damaged(place: "a", why: "b"),
        .failed(act: "a", why: "b"),
    ])
    func `for an error of the ledger`(error: LedgerError) {
        let fix = Fix(ledger: error, path: "/var/lib/relevo/relevo.db").text
        #expect(Self.says(fix), "\(fix)")
    }

    private static func problem(_ line: Int, _ sentence: String) -> SettingsProblem {
        SettingsProblem(SourcePosition(file: "relevo.yaml", line: line, column: 3), sentence)
    }

    @Test(arguments: [
        SettingsError.malformed(problem(1, "a.")), .refused([problem(1, "a."), problem(2, "b.")]),
        .missing(places: ["./relevo.yaml"]), .unreadable(file: "relevo.yaml", why: "denied"),
        .zoneFile(zone: "America/Lima", why: "it is missing"),
    ])
    func `for a configuration that can't be used`(error: SettingsError) {
        let checks = error.checks(file: "relevo.yaml")
        #expect(checks.allSatisfy { $0.ok == false && Self.says($0.fix ?? "") }, "\(checks)")
    }

    @Test func `each mistake in the configuration is one line, with its place`() {
        let error = SettingsError.refused([
            Self.problem(1, "mode must be report, notify or enforce."), Self.problem(4, "unknown key."),
            Self.problem(9, "unknown key."),
        ])
        expect(
            DoctorText(error.checks(file: "relevo.yaml")).text(Terminal(width: 80)),
            is: """
                ✗ configuration relevo.yaml:1:3: mode must be report, notify or enforce. → fix 1
                ✗ configuration relevo.yaml:4:3: unknown key. → fix 1
                ✗ configuration relevo.yaml:9:3: unknown key. → fix 1

                To fix
                1. Correct relevo.yaml, then run `relevo config check`; `relevo init` writes a
                  configuration to start from.

                0 passed, 3 failed, 0 not checked.
                """)
    }

    @Test func `no vague phrase stands in the sources of the checks`() throws {
        let tests = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let folder = "/\(tests)/Sources/Doctor"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }
        #expect(files.count > 8)
        for file in files {
            let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
            for phrase in Self.vague { #expect(!text.contains(phrase), "\(phrase) in \(file)") }
        }
    }
}
