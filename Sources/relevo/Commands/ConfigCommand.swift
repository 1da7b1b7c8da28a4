import ArgumentParser
import Composition
import FoundationEssentials
import Settings

/// `relevo config`
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Checks the configuration, or shows it with every default.",
        discussion: """
            Reads only the configuration file and the time zone that it names. It makes no network call and opens no ledger; \
            `relevo doctor` also tries what the configuration describes.

            EXAMPLES
              relevo config check
              relevo config show
              relevo config show --format json --output relevo.json
            """, subcommands: [ConfigCheckCommand.self, ConfigShowCommand.self])
}

/// `relevo config check`
struct ConfigCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Reports everything that is wrong in the configuration.",
        usage: "relevo config check [<options>]",
        discussion: """
            Prints one line per error, with file, line, column and a correct value, on standard error. The exit status is 0, \
            or 64 when there are errors.
            """)

    @OptionGroup var general: GeneralOptions

    func run() async throws {
        try await CommandRunner.run(general) { terminal in
            do {
                let read = try ConfigurationReading(general)
                if !general.quiet { terminal.print("\(read.path): no errors.") }
                return 0
            } catch SettingsError.refused(let problems) {
                // Bare, so that editors find the lines.
                for problem in problems { StandardError.write("\(problem.text)\n") }
                return 64
            } catch SettingsError.malformed(let problem) {
                StandardError.write("\(problem.text)\n")
                return 64
            }
        }
    }
}

/// `relevo config show`
struct ConfigShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Prints the configuration with every default.",
        usage: "relevo config show [<options>]",
        discussion: """
            The output is a configuration itself, in YAML or JSON, with the paths as they are written. Relevo shows \
            where the Slack token is stored, but never the token. `heartbeat-url` is a secret, so it is hidden unless \
            --reveal is given; a configuration with a hidden address is refused.

            EXAMPLES
              relevo config show
              relevo config show --format json --reveal --output relevo.json
            """)

    @Option(help: "yaml or json.")
    var format: ConfigurationFormat = .yaml

    @Flag(help: "Also show heartbeat-url.")
    var reveal = false

    @OptionGroup var general: GeneralOptions

    func run() async throws {
        try await CommandRunner.run(general, pages: true) { terminal in
            let tree = try ConfigurationReading(general).tree.filled()
            let shown = reveal ? tree : tree.hidingSecrets()
            let text = format == .yaml ? shown.yaml : shown.json
            terminal.print(String(text.dropLast()))
            return 0
        }
    }
}

/// The notation of a configuration.
enum ConfigurationFormat: String, ExpressibleByArgument, CaseIterable {
    case yaml
    case json
}

/// The configuration file, read and accepted.
private struct ConfigurationReading {
    let path: String
    let tree: SettingsTree

    /// Throws `SettingsError`.
    init(_ options: GeneralOptions) throws {
        let environment = ProcessInfo.processInfo.environment
        let file = try ConfigurationFile(option: options.config, environment: environment)
        let zones = SystemZones(environment: environment)
        path = file.path.hasPrefix("./") ? String(file.path.dropFirst(2)) : file.path
        tree = try file.tree()
        _ = try Configuration(tree) { zones.zone(named: $0) }
    }
}
