import ArgumentParser
import FoundationEssentials
import Settings

/// `relevo doctor`
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Checks everything a run needs, and says how to mend what is missing.",
        discussion: """
            Tries what a run will do, with the credentials, roles and session policies of a run: every read by calling it, \
            the one write by asking for a user who can't exist. It tells nobody and changes nothing. One line each: ✓ in \
            order, ✗ to mend, – not checked or not needed. Ends with 0, with 3 when there is something to mend, or with 64 \
            when the configuration is refused.

            EXAMPLES
              relevo doctor
              relevo doctor --account 222222222222
              relevo doctor --format json | jq '.checks[] | select(.ok == false)'
            """)

    @Option(help: "table or json.")
    var format: OutputFormat = .table

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await CommandRunner.run(common) {
            let environment = ProcessInfo.processInfo.environment
            let terminal = Terminal(common, environment: environment)
            var file = common.config ?? "relevo.yaml"
            do {
                file = try ConfigurationFile(option: common.config, environment: environment).path
                let checks = try await Doctor(AppContext(common), only: Set(common.accounts)).checks(file: file)
                try print(checks, terminal)
                return checks.contains { $0.ok == false } ? 3 : 0
            } catch let error as SettingsError {
                let mend = "Correct what is named; `relevo init` writes a configuration to start from."
                try print([.bad("configuration", file, "is refused: \(error)", mend: mend)], terminal)
                return 64
            }
        }
    }

    private func print(_ checks: [Check], _ terminal: Terminal) throws {
        switch format {
        case .json: Swift.print(try DoctorDocument(checks).json(pretty: terminal.isInteractive))
        case .table: Swift.print(DoctorText(checks).text(terminal))
        }
    }
}
