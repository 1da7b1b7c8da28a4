import ArgumentParser
import Composition
import FoundationEssentials
import KeyPolicy
import KeyWatch
import Settings

/// `relevo exempt`
struct ExemptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exempt", abstract: "Leaves a user or key alone until a date; lists and ends exemptions.",
        usage: """
            relevo exempt <user|key> --until <date> --reason <text> --by <name>
                [<options>]
            relevo exempt <user|key> --end --reason <text> --by <name> [<options>]
            relevo exempt --list [<options>]
            """,
        discussion: """
            An exemption has an end, a reason and an approver. Relevo notifies the channel when an exemption is \
            granted or ended, warns the owner and the channel a week before its end, and lists it in every summary. \
            After its end, notices start again: earlier ones no longer count. The configuration and a user's tags \
            (`relevo-exempt-until`, `-reason`, `-by`) can grant exemptions too; --list shows all of them, as of the \
            last scan.

            EXAMPLES
              relevo exempt ana.flores --until 2026-12-31 \\
                  --reason "migration, OPS-123" --by "Luis Paz"
              relevo exempt AKIA0123456789ABCDEF --until 2026-12-31 \\
                  --reason "vendor rotates then" --by "Luis Paz"
              relevo exempt --list
              relevo exempt ana.flores --end --reason "migrated" --by "Luis Paz"
            """)

    @Argument(
        help: ArgumentHelp(
            "A user's name, ARN or id, or a key's id; AKIA…CDEF, as tables print it, is enough.", valueName: "user|key")
    )
    var subject: String?

    @Option(
        help: ArgumentHelp(
            "The last day, in the zone of `policy.hours` or else UTC; or the instant of its end.", valueName: "date"),
        transform: EndArgument.read)
    var until: EndArgument?

    @Option(
        help: ArgumentHelp("Why; shown in every summary and plan.", valueName: "text"), transform: ReasonArgument.read)
    var reason: ReasonArgument?

    @Option(
        help: ArgumentHelp("Who approved it; shown in every summary and plan.", valueName: "name"),
        transform: ReasonArgument.read)
    var by: ReasonArgument?

    @Flag(help: "Show every exemption in force, no matter where it was granted.")
    var list = false

    @Flag(help: "End an exemption that this command granted.")
    var end = false

    @Option(help: "table, json or jsonl; with --list.")
    var format: OutputFormat = .table

    @OptionGroup var moved: ClockOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if list {
            guard subject == nil, until == nil, reason == nil, by == nil, !end else {
                throw ValidationError("--list takes no other option than --format.")
            }
            return
        }
        guard format == .table else { throw ValidationError("--format needs --list.") }
        guard subject != nil else { throw ValidationError("Name a user or a key, or use --list.") }
        guard reason != nil, by != nil else {
            throw ValidationError("Give --reason and --by: both are shown in every summary and plan.")
        }
        guard end == (until == nil) else {
            throw ValidationError(
                end ? "--end takes no --until: it ends the exemption now." : "Give --until: an exemption needs an end.")
        }
    }

    func run() async throws {
        try await CommandRunner.run(common) { terminal in
            let context = try moved.context(common, terminal)
            if list { return try await show(context) }
            try context.factory.requireSlack()
            return try await context.open(acts: true) { services in
                let ledger = try await context.ledger(services.hub)
                let named = try await CutNames(inventory: ledger).whole(subject ?? "", in: Set(common.accounts))
                return try await change(
                    named, context, ExemptionRequests(try context.factory.intervention(services, ledger: ledger)))
            }
        }
    }

    private func change(
        _ subject: String, _ context: AppContext, _ requests: ExemptionRequests
    ) async throws -> Int32 {
        guard let reason, let by else { return 64 }
        let accounts = Set(common.accounts)
        let until = until?.end(in: context.configuration.policy.zone)
        let report: ExemptionRequests.Report
        if let until {
            report = try await requests.grant(
                subject, until: until, reason: reason.text, approver: by.text, run: context.run, in: accounts)
        } else {
            report = try await requests.end(
                subject, reason: reason.text, approver: by.text, run: context.run, in: accounts)
        }
        for problem in report.problems { context.terminal.remark(problem) }
        let exemption = report.exemption
        let name = exemption.user.name
        let keys = exemption.key.map { "\($0.masked) of \(name)" } ?? "All keys of \(name)"
        let text =
            until.map { "\(keys) in \(exemption.account.id): exempt until \($0.asEnd)." }
            ?? "\(keys) in \(exemption.account.id): no longer exempt; notices start again with the next run."
        context.terminal.print(context.terminal.wrapped(text))
        return report.problems.isEmpty ? 0 : 3
    }

    private func show(_ context: AppContext) async throws -> Int32 {
        let found = try await context.readLedger { ledger in
            try await ExemptionRequests.list(
                ledger, policy: context.configuration.policy, at: context.now, in: Set(common.accounts))
        }
        switch format {
        case .json, .jsonl:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let items = try found.map { String(decoding: try encoder.encode(ExemptionDocument($0)), as: UTF8.self) }
            let document = "{\"schemaVersion\":1,\"exemptions\":[\(items.joined(separator: ",\n"))]}"
            context.terminal.print(format == .json ? document : try JSONLines.exemptions.text(document))
        case .table:
            let table = found.isEmpty ? "No exemption is in force." : ExemptionTable(found).text(context.terminal)
            context.terminal.print(table)
        }
        return 0
    }
}
