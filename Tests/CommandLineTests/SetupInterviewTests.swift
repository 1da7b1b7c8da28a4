import ArgumentParser
import KeyPolicy
import Synchronization
import Testing

@testable import relevo

struct SetupInterviewTests {
    /// A person at a terminal who types these lines.
    private final class Person: Sendable {
        private let state: Mutex<(lines: [String], prompts: [String])>

        init(_ lines: [String]) { state = Mutex((lines, [])) }

        var prompts: [String] { state.withLock(\.prompts) }

        var interview: SetupInterview {
            SetupInterview { prompt in
                self.state.withLock { state in
                    state.prompts.append(prompt)
                    return state.lines.isEmpty ? nil : state.lines.removeFirst()
                }
            }
        }
    }

    private static func command(_ arguments: String...) throws -> InitCommand {
        try #require(try InitCommand.parseAsRoot(arguments) as? InitCommand)
    }

    @Test func `all but two questions have a default`() throws {
        let person = Person(["", "111111111111", "", "C0SECURITY", "", "", ""])
        let answers = try Self.command().answers(person.interview)
        #expect(answers.accounts == .organization)
        #expect(answers.hubPrincipal == "arn:aws:iam::111111111111:root")
        #expect(answers.externalID.hasPrefix("relevo-") && answers.externalID.count > 40)
        #expect(answers.channel.rawValue == "C0SECURITY")
        #expect(answers.protectedPaths.isEmpty)
        #expect(answers.mode == .notify)
        #expect(answers.keys == 500)
        #expect(person.prompts.count == 7)
    }

    @Test(arguments: [80, 40])
    func `no prompt is wider than the terminal`(width: Int) throws {
        let person = Person([
            "no", "", "1", "111111111111", "?", "", "#security", "C0SECURITY", "x", "", "on", "", "many", "",
        ])
        var interview = person.interview
        interview.width = width
        _ = try Self.command().answers(interview)
        #expect(person.prompts.count == 14)
        for prompt in person.prompts {
            #expect(prompt.hasSuffix(": "))
            for line in prompt.split(separator: "\n") { #expect(TextWidth.of(line) <= width, "\(line)") }
        }
    }

    @Test func `every external id is different`() throws {
        let command = try Self.command("--hub-account", "111111111111", "--channel", "C0SECURITY")
        let quiet = SetupInterview(ask: nil)
        #expect(try command.answers(quiet).externalID != command.answers(quiet).externalID)
    }

    @Test func `a wrong answer is asked again, with a description of a valid one`() throws {
        let person = Person([
            "organization", "12", "111111111111", "", "#security", "C0SECURITY", "none", "report", "many", "3200",
        ])
        let answers = try Self.command().answers(person.interview)
        #expect(answers.hubAccount.rawValue == "111111111111")
        #expect(answers.protectedPaths.isEmpty)
        #expect(answers.mode == .report)
        #expect(answers.keys == 3_200)
        #expect(person.prompts.contains("Please give twelve digits: "))
        #expect(person.prompts.contains("Please give a channel's id such as C0123456789, not its name: "))
    }

    @Test func `an option's question is not asked`() throws {
        let command = try Self.command(
            "--accounts", "111111111111=security,222222222222", "--hub-account", "111111111111", "--channel",
            "C0SECURITY",
            "--external-id", "ours", "--protected", "/a/,/b/c/", "--mode", "enforce", "--keys", "40", "--partition",
            "aws-cn",
            "--hub-principal", "arn:aws-cn:iam::111111111111:role/relevo")
        let person = Person([])
        let answers = try command.answers(person.interview)
        #expect(person.prompts.isEmpty)
        #expect(
            answers.accounts
                == .list([
                    Account(id: try Sample.id("111111111111"), name: "security"),
                    Account(id: try Sample.id("222222222222"), name: "222222222222"),
                ]))
        #expect(answers.protectedARNs == ["arn:aws-cn:iam::*:user/a/*", "arn:aws-cn:iam::*:user/b/c/*"])
    }

    @Test func `the end of input is an error`() throws {
        let command = try Self.command()
        #expect(throws: InitError.missing(["--hub-account"])) { try command.answers(Person([""]).interview) }
    }

    @Test(arguments: [
        ("--accounts", "organisation"), ("--accounts", "111111111111,"), ("--accounts", "111111111111,111111111111"),
        ("--hub-account", "11111111111"), ("--hub-principal", "relevo"), ("--hub-principal", "arn:aws:iam::1:root"),
        ("--external-id", "x"), ("--external-id", "with space"), ("--external-id", "quo\"te"),
        ("--channel", "#security"),
        ("--protected", "break-glass"), ("--protected", "/"), ("--protected", "/a*/"),
        ("--protected", "/${aws:username}/"),
        ("--mode", "on"), ("--keys", "many"), ("--partition", "azure"),
    ])
    func `an invalid option is refused, with a description of a valid one`(_ flag: String, _ text: String) throws {
        var arguments = ["--hub-account": "111111111111", "--channel": "C0SECURITY"]
        arguments[flag] = text
        let command = try #require(
            try InitCommand.parseAsRoot(arguments.flatMap { [$0.key, $0.value] }) as? InitCommand)
        let error = #expect(throws: InitError.self) { try command.answers(SetupInterview(ask: nil)) }
        guard case .invalid(flag, text, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.status == 64)
    }
}
