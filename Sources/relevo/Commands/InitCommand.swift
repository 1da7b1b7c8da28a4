import ArgumentParser
import Composition
import FoundationEssentials
import KeyPolicy

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `relevo init`
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Writes a first configuration, a Slack app manifest and the roles.",
        usage: "relevo init [<options>]",
        discussion: """
            Asks on the terminal for each answer that no option gives, and writes into a folder: relevo.yaml, the Slack app's \
            manifest, the policies of both roles and of the role or user that Relevo runs as, a CloudFormation template for a \
            StackSet, and the same in Terraform. It calls no service, and overwrites files only with --force.

            EXAMPLES
              relevo init
              relevo init --hub-account 111111111111 --channel C0123456789
              relevo init --accounts 111111111111=security,222222222222=shop \\
                  --hub-account 111111111111 --channel C0123456789
            """)

    @Option(help: ArgumentHelp("Where the files go.", valueName: "path"), completion: .directory)
    var folder = "./relevo-setup"

    @Option(help: ArgumentHelp("`organization`, or a list of ID[=NAME] separated by commas.", valueName: "accounts"))
    var accounts: String?

    @Option(help: ArgumentHelp("The account that Relevo runs in.", valueName: "id"))
    var hubAccount: String?

    @Option(help: ArgumentHelp("Who may assume the roles. (default: the hub account's root)", valueName: "arn"))
    var hubPrincipal: String?

    @Option(help: ArgumentHelp("The external id that both roles require. (default: a random one)", valueName: "text"))
    var externalID: String?

    @Option(help: ArgumentHelp("The id of the security channel, a private one.", valueName: "id"))
    var channel: String?

    @Option(
        help: ArgumentHelp("Path of users that Relevo leaves alone, or none. (default: none)", valueName: "path"))
    var protected: String?

    @Option(help: ArgumentHelp("report, notify or enforce. (default: notify)", valueName: "mode"))
    var mode: String?

    @Option(help: ArgumentHelp("The approximate number of active access keys. (default: 500)", valueName: "number"))
    var keys: String?

    @Option(help: ArgumentHelp("aws, aws-cn, aws-us-gov or aws-eusc. (default: aws)", valueName: "partition"))
    var partition: String?

    @Flag(help: "Overwrite existing files.")
    var force = false

    func run() throws {
        do {
            let setup = Setup(answers: try answers())
            let files = try setup.files()
            try SetupFolder(path: folder).write(files, overwriting: force)
            let written = "Written to \(folder): \(files.map(\.path).joined(separator: ", "))."
            let text = "\(written)\n\n\(setup.nextSteps(folder: folder))"
            let output = CommandOutput()
            let width = output.isTerminal ? TerminalSize.columns(STDOUT_FILENO) : nil
            output.print(LineWrapping(width: width ?? Int.max).text(text))
        } catch let error as InitError {
            Terminal.complain("\(error)")
            throw ExitCode(error.status)
        }
    }

    private func answers() throws(InitError) -> SetupAnswers {
        let canAsk = isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1
        let interview = SetupInterview(
            ask: canAsk
                ? { prompt in
                    StandardError.write(prompt)
                    return readLine()
                } : nil, width: min(80, TerminalSize.columns(STDERR_FILENO) ?? 80))
        let missing = [("--hub-account", hubAccount), ("--channel", channel)].filter { $0.1 == nil }.map(\.0)
        guard canAsk || missing.isEmpty else { throw .missing(missing) }
        return try answers(interview)
    }

    /// Asks in an order that is easy to answer; answers that are rarely changed come from options only.
    func answers(_ interview: SetupInterview) throws(InitError) -> SetupAnswers {
        let quiet = SetupInterview(ask: nil)
        let partition = try quiet.answer(.partition, given: partition)
        let accounts = try interview.answer(.accounts, given: accounts)
        let hub = try interview.answer(.hubAccount, given: hubAccount)
        let root = SetupAnswers.root(of: hub, partition: partition)
        return SetupAnswers(
            accounts: accounts, hubAccount: hub,
            hubPrincipal: try quiet.answer(.hubPrincipal(root: root), given: hubPrincipal),
            externalID: try interview.answer(.externalID(generated: Self.externalID()), given: externalID),
            channel: try interview.answer(.channel, given: channel),
            protectedPaths: try interview.answer(.protected, given: protected),
            mode: try interview.answer(.mode, given: mode), keys: try interview.answer(.keys, given: keys),
            partition: partition)
    }

    private static func externalID() -> String { "relevo-\(UUID().uuidString.lowercased())" }
}
