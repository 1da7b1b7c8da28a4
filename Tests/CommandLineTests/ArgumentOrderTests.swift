import ArgumentParser
import Testing

@testable import relevo

struct ArgumentOrderTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let given: String
        let arranged: String

        init(_ given: String, _ arranged: String) {
            testDescription = given
            self.given = given
            self.arranged = arranged
        }
    }

    @Test(arguments: [
        Case("scan --config a", "scan --config a"),
        Case("--config a scan", "scan --config a"),
        Case("--config=a --quiet scan --format json", "scan --config=a --quiet --format json"),
        Case("--account 1 -o b plan --account 2", "plan --account 1 -o b --account 2"),
        // The later one wins.
        Case("--config a scan --config b", "scan --config a --config b"),
        Case("--config a config show", "config show --config a"),
        Case("config --config a show --format json", "config show --config a --format json"),
        Case("--config a ledger copy sqlite:b sqlite:c", "ledger copy --config a sqlite:b sqlite:c"),
        // A value may be a command's name.
        Case("--config scan plan", "plan --config scan"),
        Case("-V", "--version"),
        Case("--verbose -V", "--version"),
        Case("--version", "--version"),
        // Without a command there is only the help.
        Case("--verbose", ""),
        Case("--config", "--config"),
        Case("--config a help scan", "help scan"),
        Case("--quiet --help", "--help"),
        // Unknown words are the parser's to refuse.
        Case("--confgi a scan", "--confgi a scan"),
        Case("--config a scna", "scna"),
        // What stands behind the name stays as it is.
        Case("exempt plan --until 2026-12-31", "exempt plan --until 2026-12-31"),
        Case("--quiet restore -- AKIA", "restore --quiet -- AKIA"),
    ])
    func `options of every command may stand before the name`(_ example: Case) {
        let given = example.given.split(separator: " ").map(String.init)
        #expect(ArgumentOrder.arranged(given).joined(separator: " ") == example.arranged)
    }

    @Test(arguments: [
        ("plann", "There is no command `relevo plann`. The nearest is `relevo plan`. `relevo --help` explains each."),
        (
            "help scna",
            "There is no command `relevo scna`. The nearest is `relevo scan`. `relevo --help` explains each."
        ),
        (
            "--quiet config shwo --format json",
            "There is no command `relevo config shwo`. The nearest is `relevo config show`. `relevo config --help` "
                + "explains each."
        ),
        (
            "rotate",
            "There is no command `relevo rotate`. There are init, doctor, scan, plan, run, history, exempt, restore, stop, "
                + "resume, config, ledger. `relevo --help` explains each."
        ),
    ])
    func `a mistyped command is refused with the nearest`(given: String, problem: String) {
        let arguments = given.split(separator: " ").map(String.init)
        #expect(MistypedCommand.problem(in: ArgumentOrder.arranged(arguments)) == problem)
    }

    @Test(arguments: [
        "", "--help", "--version", "-V", "plan", "plan now", "config", "config show", "help", "help plan", "plan help",
        "history ana", "--confgi a scan", "--generate-completion-script bash",
    ])
    func `anything else is the parser's`(given: String) {
        let arguments = given.split(separator: " ").map(String.init)
        #expect(MistypedCommand.problem(in: ArgumentOrder.arranged(arguments)) == nil)
    }

    /// A new common option must be movable too.
    @Test func `every common option may stand before the name`() throws {
        for flag in ArgumentOrder.flags { _ = try CommonOptions.parse([flag]) }
        for option in ArgumentOrder.valued { _ = try CommonOptions.parse([option, "111111111111"]) }
        let general = Mirror(reflecting: try GeneralOptions.parse([])).children.count
        // --account, and --output has two names.
        #expect(ArgumentOrder.flags.count + ArgumentOrder.valued.count == general + 2)
    }

    @Test func `quiet and verbose exclude each other`() {
        #expect(throws: (any Error).self) { try CommonOptions.parse(["--quiet", "--verbose"]) }
    }
}
