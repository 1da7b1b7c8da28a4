import FoundationEssentials
import KeyPolicy
import KeyWatch
import Testing

@testable import Messages

/// The notice's line about what uses its key, and the ways to rotate that follow from it.
struct KeyUseTests {
    struct Case: Sendable, CustomTestStringConvertible {
        /// The snapshot's name.
        let testDescription: String
        let calls: [KeyCall]
        var stage = 76
        var use = LastUse.used(at: Sample.days(-12.5), service: "s3", region: "us-east-1")
    }

    static let cases = [
        Case(testDescription: "notice-used-by", calls: [Sample.call()]),
        Case(
            testDescription: "notice-used-by-unknown",
            calls: [Sample.call(.unknown("internal-tool/3.2 <!channel>"), from: "2001:db8::7")], stage: 86),
        Case(
            testDescription: "notice-used-by-service",
            calls: [Sample.call(nil, from: "cloudformation.amazonaws.com", service: "lambda")], stage: 81),
        Case(
            testDescription: "notice-used-today", calls: [Sample.call(at: -0.1)], stage: 81,
            use: .used(at: Sample.days(-0.1), service: "ec2", region: "eu-west-1")),
        Case(testDescription: "notice-used-unknown", calls: [Sample.call()], use: .unknown("the report is too old")),
        Case(
            testDescription: "notice-used-for-sessions",
            calls: [Sample.call(.known("aws-cli 2.15"), service: "sts", operation: "AssumeRole", region: "us-east-1")]),
        Case(
            testDescription: "notice-used-by-vault",
            calls: [Sample.call(.vault, service: "sts", operation: "GetSessionToken", region: "us-east-1")], stage: 86),
        // CloudTrail doesn't record what IAM saw last.
        Case(testDescription: "notice-used-before", calls: [Sample.call(at: -20)], stage: 86),
    ]

    @Test(arguments: cases, Language.allCases)
    func `a notice names what uses its key, from where, and what it called`(_ row: Case, language: Language) throws {
        let action = try Self.action(row.calls, stage: row.stage, use: row.use)
        try Snapshot.holds(
            row.testDescription, language, try Sample.composer(language).compose(.notices([action]), now: Sample.now),
            covers: [action.id])
    }

    @Test(arguments: Language.allCases)
    func `what several keys are used by is in the thread`(language: Language) throws {
        let actions = try ["AKIAIOSFODNN7EXAMPLE", "AKIAI44QH8DHBEXAMPLE"].map { id in
            try Sample.action(
                Sample.notice(), user: id.lowercased(), key: try Sample.key(id), use: KeyUse([Sample.call()]))
        }
        try Snapshot.holds(
            "notice-several-used-by", language,
            try Sample.composer(language).compose(.notices(actions), now: Sample.now),
            covers: actions.map(\.id).sorted())
    }

    @Test(arguments: Language.allCases)
    func `the company's own command comes first, and its MFA is for everyone`(language: Language) throws {
        let composer = try Sample.composer {
            $0.language = language
            $0.help.rotate = "relevo rotate"
            $0.help.mfa = true
        }
        let action = try Self.action([Sample.call(.vault)], stage: 86, mfa: nil)
        try Snapshot.holds(
            "notice-help", language, composer.compose(.notices([action]), now: Sample.now), covers: [action.id])
    }

    @Test func `without an answer the line is what IAM knows`() throws {
        let line = try Self.text(try Self.action([]))
        #expect(line.contains("Last used <2026-02-18 UTC>: s3 in us-east-1."))
        #expect(!line.contains("CloudTrail") && !line.contains(" by `"))
    }

    @Test func `the last use is the newest call, unless IAM saw a later one`() throws {
        func line(_ days: Double) throws -> String { try Self.text(try Self.action([Sample.call(at: days)])) }
        let hour = 1.0 / 24
        #expect(try line(-12.5 - 0.9 * hour).contains("Last used <2026-02-18 UTC> by Terraform 1.9 from"))
        #expect(
            try line(-12.5 - 1.1 * hour).contains(
                "`AKIAIOSFODNN7EXAMPLE` was used on <2026-02-18 UTC> by Terraform 1.9 from"))
        #expect(try line(-12.5 - 1.1 * hour).contains("Last used <2026-02-18 UTC>: s3 in us-east-1."))
        #expect(try line(-3).contains("Last used <2026-02-27 UTC> by Terraform 1.9 from"))
    }

    @Test(arguments: [true, false, nil])
    func `the thread's commands that ask for a code are for users with a device`(mfa: Bool?) throws {
        let messages = try Sample.composer().compose(.notices([Self.action([], mfa: mfa)]), now: Sample.now)
        let thread = try messages.flatMap(\.replies).map { try Rendering(payload: $0).description }.joined()
        #expect(thread.contains("*If IAM refuses without MFA*") == (mfa == true))
        #expect(thread.contains("get-session-token") == (mfa == true))
    }

    @Test func `commands that ask for a code show the whole key id, so a team's channel has the others`() throws {
        let composer = try Sample.composer { $0.help.mfa = true }
        let action = try Sample.action(tags: Sample.machine)
        let text = try composer.compose(.notices([action]), now: Sample.now).map { try Rendering($0).description }
            .joined()
        #expect(text.contains("and deactivates this one:") && !text.contains("get-session-token"))
    }

    @Test func `without lines to paste, the company's own command comes before the console`() throws {
        let composer = try Sample.composer { $0.help.rotate = "relevo rotate" }
        let message = composer.compose(.notices([try Sample.action(user: "not a name")]), now: Sample.now)
        let text = try message.map { try Rendering($0).description }.joined()
        #expect(text.contains("[section]\nRun `relevo rotate`.\n*In the console*"))
    }

    private static func action(
        _ calls: [KeyCall], stage: Int = 76, mfa: Bool? = true,
        use: LastUse = .used(at: Sample.days(-12.5), service: "s3", region: "us-east-1")
    ) throws -> PlannedAction {
        let earlier: [Double] = stage == 86 ? [10, 5] : stage == 81 ? [5] : []
        return try Sample.action(
            Sample.notice(stage: stage, in: Double(91 - stage), earlier: earlier),
            key: try Sample.key(age: Double(stage), use: use), mfa: mfa, use: KeyUse(calls))
    }

    private static func text(_ action: PlannedAction) throws -> String {
        try Sample.composer().compose(.notices([action]), now: Sample.now).flatMap { message in
            [try Rendering(message).description] + (try message.replies.map { try Rendering(payload: $0).description })
        }.joined()
    }
}
