import FoundationEssentials
import Testing

@testable import AWS

struct ProgramCredentialsTests {
    private func chain(
        _ line: String, _ runner: ScriptedRunner?, clock: ManualClock = ManualClock()
    ) throws -> DefaultCredentialsChain {
        try Made.chain(
            config: "[default]\ncredential_process = \(line)", processes: runner, settings: try Made.settings(clock))
    }

    private static func printed(_ rest: String = "") -> String {
        """
        {"Version": 1, "AccessKeyId": "AKIAPRINTED", "SecretAccessKey": "\(Made.secret)"\(rest)}
        """
    }

    @Test func `are what the program prints, cached until they expire`() async throws {
        let clock = ManualClock()
        let rest = ", \"SessionToken\": \"\(Made.token)\", \"Expiration\": \"2026-11-24T07:39:00Z\""
        let runner = ScriptedRunner(printing: Self.printed(rest))
        let found = try chain("/opt/my\\ tool export 'a b'", runner, clock: clock)
        #expect(found.source == .process(profile: "default"))
        #expect(try await found.credentials().sessionToken == Made.token)
        _ = try await found.credentials()
        #expect(runner.commands == [["/opt/my tool", "export", "a b"]])
        clock.advance(by: 3_400)
        _ = try await found.credentials()
        #expect(runner.commands.count == 2)
    }

    @Test func `without an expiration they are cached indefinitely`() async throws {
        let clock = ManualClock()
        let runner = ScriptedRunner(printing: Self.printed())
        let found = try chain("tool", runner, clock: clock)
        _ = try await found.credentials()
        clock.advance(by: 1e9)
        _ = try await found.credentials()
        #expect(runner.commands.count == 1)
    }

    static let failures: [(name: String, runner: ScriptedRunner, words: String)] = [
        (
            "a status", ScriptedRunner(status: 3, printing: printed(), firstErrorLine: "no such\u{1B} profile"),
            "(tool) failed with status 3: no such profile; run it yourself"
        ),
        ("a status without a word", ScriptedRunner(status: 1, printing: ""), "failed with status 1; run it yourself"),
        ("a signal", ScriptedRunner(status: nil, printing: ""), "was killed by a signal"),
        ("not found", ScriptedRunner(.failure(.notFound)), "was not found; install it"),
        ("not allowed", ScriptedRunner(.failure(.cannotStart)), "could not be started; check its permissions"),
        ("a hang", ScriptedRunner(.failure(.timedOut(seconds: 60))), "did not finish within 60 seconds"),
        ("a flood", ScriptedRunner(.failure(.tooMuchOutput(limit: 9))), "printed more than 9 bytes"),
        ("no JSON", ScriptedRunner(printing: "hello \(Made.secret)"), "did not print JSON"),
        ("version 2", ScriptedRunner(printing: printed().replacing("1,", with: "2,")), "printed Version 2; only 1"),
        ("no version", ScriptedRunner(printing: "{\"AccessKeyId\": \"A\"}"), "did not print JSON"),
        ("an end that is none", ScriptedRunner(printing: printed(", \"Expiration\": \"soon\"")), "not ISO 8601"),
    ]

    @Test(arguments: failures.map(\.name))
    func `says what went wrong, showing neither output nor arguments`(_ name: String) async throws {
        let row = try #require(Self.failures.first { $0.name == name })
        let found = try chain("tool --password hunter2", row.runner)
        let error = await #expect(throws: AWSError.self) { try await found.credentials() }
        let text = error?.description ?? ""
        #expect(text.hasPrefix("credential_process of profile default (tool) ") && text.contains(row.words), "\(text)")
        #expect(!text.contains(Made.secret) && !text.contains("hunter2"))
    }

    @Test func `an error says that programs can't be started`() {
        let error = #expect(throws: AWSError.self) { try chain("tool", nil) }
        #expect(error?.description.contains("programs can't be started here") == true)
    }

    @Test func `a result never prints the output`() {
        var dumped = ""
        let result = ProcessResult(status: 0, output: Array(Made.secret.utf8), firstErrorLine: Made.token)
        dump(result, to: &dumped)
        #expect("\(result)\(dumped)" == "ProcessResult(status: 0)- ProcessResult(status: 0)\n")
    }
}

struct ShellWordsTests {
    /// The results of Python's `shlex.split`, which botocore uses.
    static let lines: [(line: String, words: [String]?)] =
        [
            ("a b  c", ["a", "b", "c"]), ("  a\tb ", ["a", "b"]), ("", []), ("'a b' c", ["a b", "c"]),
            ("\"a b\"c", ["a bc"]), ("a\\ b", ["a b"]), ("'a\\ b'", ["a\\ b"]), ("\"a\\\"b\"", ["a\"b"]),
            ("\"a\\nb\"", ["a\\nb"]), ("\"a\\\\b\"", ["a\\b"]), ("a ''", ["a", ""]), ("a \"\" b", ["a", "", "b"]),
            ("'it'\\''s'", ["it's"]), ("\"it's\"", ["it's"]), ("a 'b", nil), ("a \"b", nil), ("a \\", nil),
        ] + special

    /// Characters with a meaning in a shell.
    private static let special: [(line: String, words: [String]?)] = [
        ("a $HOME `b`", ["a", "$HOME", "`b`"]), ("a ; b | c > d", ["a", ";", "b", "|", "c", ">", "d"]),
        ("* ~ {a,b} #c", ["*", "~", "{a,b}", "#c"]), ("a\n\nb\r\nc", ["a", "b", "c"]), ("a\u{A0}b", ["a\u{A0}b"]),
        ("'a\u{301}'\u{301}", ["a\u{301}\u{301}"]),
    ]

    @Test(arguments: lines)
    func `splits like a shell, and does nothing else`(_ line: String, _ words: [String]?) {
        #expect(ShellWords.split(line) == words)
    }
}
