import Testing

/// The printed templates before the tools they are for, where those are installed; neither asks the network.
struct PrintedTemplatesTests {
    private static func check(_ program: String, _ arguments: [String]) async throws {
        try await Folder.with { folder in
            let environment = Programs.environment.merging(["HOME": folder.path]) { $1 }
            let made = try ChildProcess(
                Programs.relevo,
                ["init", "--folder", "setup", "--hub-account", Estate.hub, "--channel", Estate.channel],
                environment: environment, in: folder, name: "init")
            expect(try await made.ended(), endedWith: 0)
            let checked = try ChildProcess(
                "/usr/bin/env", [program] + arguments, environment: environment, in: folder, name: "check")
            expect(try await checked.ended(), endedWith: 0)
        }
    }

    @Test(.enabled(if: Programs.succeeds([Programs.python, "-c", "import cfnlint"])), .timeLimit(.minutes(20)))
    func `CloudFormation's linter has nothing to say`() async throws {
        try await Self.check(
            Programs.python,
            [
                "-c", "from cfnlint.runner import main; main()", "--regions", "us-east-1", "--template",
                "setup/stackset.yaml",
            ])
    }

    @Test(.enabled(if: Programs.succeeds(["terraform", "version"])), .timeLimit(.minutes(20)))
    func `Terraform reads its file, and would not format it otherwise`() async throws {
        try await Self.check("terraform", ["fmt", "-check", "setup"])
    }
}
