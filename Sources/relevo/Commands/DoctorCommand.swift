import ArgumentParser
import Doctor
import FoundationEssentials
import Settings

/// `relevo doctor`
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Checks everything a run needs, and reports how to fix what is missing.",
        usage: "relevo doctor [<options>]",
        discussion: """
            Tries everything that a run does, with the credentials, roles and session policies of a run. It makes \
            the read calls, and the one write call for a user that can't exist. It notifies nobody and changes \
            nothing. It prints one line for all healthy accounts and one for each other result: ✓ passed, ✗ to fix, ! \
            warning, – not checked or not needed; then each fix once. The exit status is 0, even with warnings; 3 \
            when there is something to fix; 64 when the configuration is refused.

            EXAMPLES
              relevo doctor
              relevo doctor --failed
              relevo doctor --account 222222222222
              relevo doctor --format json | jq '.checks[] | select(.ok == false)'
            """)

    @Flag(help: "Show only what needs fixing, and how to fix it.")
    var failed = false

    @Option(help: "table, json or jsonl.")
    var format: OutputFormat = .table

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await CommandRunner.run(common, pages: true) { terminal in
            let environment = ProcessInfo.processInfo.environment
            var file = common.config ?? "relevo.yaml"
            do {
                file = try ConfigurationFile(option: common.config, environment: environment).path
                let checks = try await Doctor(AppContext(common, terminal), only: Set(common.accounts)).checks(
                    file: file)
                try show(checks, terminal)
                return checks.contains { $0.ok == false } ? 3 : 0
            } catch let error as SettingsError {
                try show(error.checks(file: file), terminal)
                return 64
            }
        }
    }

    private func show(_ checks: [Check], _ terminal: Terminal) throws {
        switch format {
        case .json: terminal.print(try document(checks).json(pretty: terminal.isInteractive))
        case .jsonl: terminal.print(try JSONLines.doctor.text(document(checks).json(pretty: false)))
        case .table: terminal.print(DoctorText(checks, isFailedOnly: failed).text(terminal))
        }
    }

    private func document(_ checks: [Check]) -> DoctorDocument {
        DoctorDocument(failed ? checks.filter { !$0.isHealthy } : checks)
    }
}
