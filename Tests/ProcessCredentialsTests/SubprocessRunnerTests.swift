import AWS
import FoundationEssentials
import ProcessCredentials
import Testing

/// With real programs.
@Suite(.timeLimit(.minutes(20)))
struct SubprocessRunnerTests {
    private func shell(_ script: String, _ runner: SubprocessRunner = SubprocessRunner()) async throws -> ProcessResult
    {
        try await runner.run(["/bin/sh", "-c", script])
    }

    @Test func `returns output, status and the first line of standard error`() async throws {
        let result = try await shell("printf 'out\\nput'; echo first >&2; echo second >&2; exit 3")
        #expect(result.output == Array("out\nput".utf8))
        #expect(result.status == 3)
        #expect(result.firstErrorLine == "first")
    }

    @Test func `arguments are passed unchanged, without a shell`() async throws {
        let result = try await SubprocessRunner().run(["printf", "%s|", "$HOME", "a b", "*", "`id`", ";", ""])
        #expect(String(decoding: result.output, as: UTF8.self) == "$HOME|a b|*|`id`|;||")
    }

    @Test func `inherits the environment, and has no input`() async throws {
        let result = try await shell("test -n \"$PATH\" && cat")
        #expect(result.status == 0 && result.output.isEmpty)
    }

    @Test func `a signal means no status`() async throws {
        #expect(try await shell("kill -9 $$").status == nil)
    }

    @Test func `a file that isn't a program can't be started`() async {
        await #expect(throws: ProcessFailure.cannotStart) { try await SubprocessRunner().run(["/etc/passwd"]) }
    }

    @Test(arguments: ["no-such-program-anywhere", "/no/such/program"])
    func `a missing program`(_ name: String) async {
        await #expect(throws: ProcessFailure.notFound) { try await SubprocessRunner().run([name]) }
    }

    @Test(arguments: ["printf %01001d 0", "printf %01001d 0 >&2"])
    func `output beyond the limit is refused`(_ script: String) async {
        await #expect(throws: ProcessFailure.tooMuchOutput(limit: 1_000)) {
            try await shell(script, SubprocessRunner(outputLimit: 1_000))
        }
    }

    @Test(arguments: [
        "sleep $0; exit 1", "trap '' TERM; while :; do sleep $0; done", "yes $0 >/dev/null; exit 1",
    ])
    func `a program that doesn't exit is stopped with its children`(_ script: String) async throws {
        let marker = "300.\(UInt32.random(in: 1_000_000...9_999_999))"
        await #expect(throws: ProcessFailure.timedOut(seconds: 0)) {
            try await SubprocessRunner(timeLimit: .milliseconds(300)).run(["/bin/sh", "-c", script, marker])
        }
        // The suite's time limit is what fails this.
        while try !running(marker).isEmpty { await Task.yield() }
    }

    /// The running programs with that argument, on systems with `/proc`.
    private func running(_ argument: String) throws -> [String] {
        guard FileManager.default.fileExists(atPath: "/proc") else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { entry in
            guard Int(entry) != nil, let bytes = FileManager.default.contents(atPath: "/proc/\(entry)/cmdline") else {
                return false
            }
            return String(decoding: bytes, as: UTF8.self).contains(argument)
        }
    }

    @Test func `a cancelled run is cancelled, not failed`() async {
        let task = Task { try await shell("sleep 300") }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `provides the credentials of a profile that names a program`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "relevo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let config = """
            [profile vault]
            credential_process = /bin/sh -c 'echo "$1"' x '{"Version": 1, "AccessKeyId": "AKIAVAULT", "SecretAccessKey": "s"}'
            """
        let file = folder.appending(path: "config")
        try Data(config.utf8).write(to: file)
        let environment = [
            "AWS_PROFILE": "vault", "AWS_CONFIG_FILE": file.path, "AWS_SHARED_CREDENTIALS_FILE": "/no/such/file",
        ]
        let profiles = try AWSProfiles.load(environment: environment)
        let found = try DefaultCredentialsChain(
            environment: environment, profiles: profiles, sender: Unreachable(),
            settings: AWSTransport.Settings(endpoints: try AWSEndpoints(environment: environment, profiles: profiles)),
            sessionName: "relevo-1", processes: SubprocessRunner())
        #expect(try await found.credentials().accessKeyID == "AKIAVAULT")
        #expect(found.origin == "profile vault (credential_process)")
    }
}

/// A network that must not be used.
private struct Unreachable: HTTPSender {
    func send(_ request: WireRequest) async throws -> WireResponse {
        throw WireFailure.connection(reason: "nothing may be sent", sent: false)
    }
}
