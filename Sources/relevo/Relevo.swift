import ArgumentParser
import Composition

/// The command line.
@main
struct Relevo: AsyncParsableCommand {
    static let version = Release.version

    static let configuration = CommandConfiguration(
        commandName: "relevo",
        abstract:
            "Watches the age of every IAM access key, notifies its owner in time, and deactivates it only as "
            + "announced.",
        discussion: """
            A key is deactivated only on or after the latest deadline in the messages delivered about it to the person \
            who answers for it today, and only if it is still exactly the key those messages named.

            EXAMPLES
              relevo init                      write a configuration, Slack app, roles
              relevo doctor                    what is still missing, and how to fix it
              relevo scan                      every user and key, with age and use
              relevo plan                      what a run would do now, and what is held
              relevo run                       notify owners, deactivate keys as promised
              relevo history AKIA…             everything that ever happened to a key
              relevo exempt ana --until …      leave a user or key alone until a date
              relevo restore AKIA… --for 24h   reactivate a key for a limited time
              relevo stop --reason … --by …    stop all deactivations until resumed

            OPTIONS OF EVERY COMMAND but init, before or after its name
              --config FILE, --account ID (not with config, ledger), --output FILE,
              --quiet, --verbose, --no-color, --no-pager

            EXIT STATUS, the first of these that applies
             130  interrupted (SIGINT), 143 ended (SIGTERM), at the next safe point
              64  wrong usage or configuration
               1  failed, nothing more was done
               3  partly done: an account unknown, a message not delivered
               4  stopped by the alarm, or by a stop that Relevo made itself
               0  done

            CONFIGURATION
              --config FILE, else ./relevo.yaml, else $XDG_CONFIG_HOME/relevo/relevo.yaml
              AWS settings follow the SDKs: AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL, …

            ENVIRONMENT
              RELEVO_PAGER, else PAGER: shows output longer than the terminal; empty: none
              NO_COLOR: no colors

            COMPLETIONS
              relevo --generate-completion-script bash|zsh|fish
            """,
        version: version,
        subcommands: [
            InitCommand.self, DoctorCommand.self, ScanCommand.self, PlanCommand.self, RunCommand.self,
            HistoryCommand.self, ExemptCommand.self, RestoreCommand.self, StopCommand.self,
            ResumeCommand.self, ConfigCommand.self, LedgerCommand.self,
        ])

    static func main() async {
        let arguments = ArgumentOrder.arranged(Array(CommandLine.arguments.dropFirst()))
        if let problem = MistypedCommand.problem(in: arguments) {
            Terminal.complain(problem)
            exit(withError: ExitCode(64))
        }
        await main(arguments)
    }
}
