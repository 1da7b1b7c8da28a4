import FoundationEssentials
import KeyPolicy
import Testing

@testable import LambdaFunction

/// What the function is handed: read once into an event, or refused with a sentence.
struct FunctionEventTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let body: String
        let event: FunctionEvent

        init(_ name: String, _ body: String, _ event: FunctionEvent) {
            testDescription = name
            self.body = body
            self.event = event
        }
    }

    private static let run: RunID = Made.id("20260312t093000z-4f3a9c1b")
    private static let account: AccountID = Made.id("111111111111")

    static let rows = [
        Row(
            "start", #"{"start": {"execution": "daily-1", "at": "2026-03-12T09:30:00.123Z"}}"#,
            .start(RunID(execution: "daily-1", at: "2026-03-12T09:30:00.123Z"))),
        Row(
            "start, without its instant", #"{"start": {"execution": "daily-1"}}"#,
            .start(RunID(execution: "daily-1", at: nil))),
        Row(
            "start, with more", #"{"start": {"execution": "daily-1", "at": null, "name": ["x"]}}"#,
            .start(RunID(execution: "daily-1", at: nil))),
        Row("scan", #"{"scan": {"run": "\#(run)", "account": "111111111111"}}"#, .scan(run, account)),
        Row("decide", #"{"decide": {"run": "\#(run)"}}"#, .decide(run)),
        Row("act", #"{"act": {"run": "\#(run)"}}"#, .act(run)),
        Row("finish", #"{"finish": {"run": "\#(run)"}}"#, .finish(run)),
        Row("run", #"{"run": {}}"#, .run),
        Row("plan", #" { "plan" : { } } "#, .plan),
        Row("doctor", "\n{\"doctor\":{}}\n", .doctor),
    ]

    @Test(arguments: rows)
    func `every event is read, and log lines name it`(_ row: Row) throws {
        let event = try FunctionEvent(Array(row.body.utf8))
        #expect(event == row.event)
        #expect(row.testDescription.hasPrefix(event.name))
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let body: String
        let problem: EventProblem

        init(_ name: String, _ body: String, _ problem: EventProblem = .unknown) {
            testDescription = name
            self.body = body
            self.problem = problem
        }
    }

    static let bad = [
        // No JSON, or another value than a map.
        Bad("empty", ""), Bad("white space", " \n"), Bad("not JSON", "run"), Bad("cut short", #"{"run": {"#),
        Bad("two values", #"{"run": {}} {"run": {}}"#), Bad("text", #""run""#), Bad("a number", "1"),
        Bad("null", "null"), Bad("a list", #"[{"run": {}}]"#),
        // A map that names no event, or several.
        Bad("no key", "{}"), Bad("two keys", #"{"run": {}, "plan": {}}"#), Bad("an unknown key", #"{"restore": {}}"#),
        Bad("a known key and an unknown one", #"{"run": {}, "now": true}"#), Bad("upper case", #"{"Run": {}}"#),
        // An event whose content has the wrong type or lacks something.
        Bad("start is a number", #"{"start": 1}"#), Bad("start without execution", #"{"start": {}}"#),
        Bad("the execution is a number", #"{"start": {"execution": 5}}"#),
        Bad("the instant is a number", #"{"start": {"execution": "daily-1", "at": 5}}"#),
        Bad("run is a number", #"{"run": 5}"#), Bad("run is null", #"{"run": null}"#),
        Bad("run is true", #"{"run": true}"#),
        Bad("run with an option", #"{"run": {"account": "111111111111"}}"#), Bad("plan is a list", #"{"plan": []}"#),
        Bad("doctor is text", #"{"doctor": "all"}"#),
        Bad("decide is null", #"{"decide": null}"#), Bad("decide is a list", #"{"decide": ["\#(run)"]}"#),
        Bad("no run", #"{"decide": {}}"#), Bad("the run is a number", #"{"act": {"run": 1}}"#),
        Bad("the account is a number", #"{"scan": {"run": "\#(run)", "account": 111111111111}}"#),
        // An event that names no run or no account.
        Bad("a run that is too short", #"{"finish": {"run": "run-1"}}"#, .noRun("finish")),
        Bad(
            "a run that is too long", #"{"decide": {"run": "\#(String(repeating: "a", count: 41))"}}"#,
            .noRun("decide")),
        Bad("a run with other characters", #"{"act": {"run": "20260312T093000Z-4F3A9C1B"}}"#, .noRun("act")),
        Bad("scan of no run", #"{"scan": {"run": "", "account": "111111111111"}}"#, .noRun("scan")),
        Bad("scan of no account", #"{"scan": {"run": "\#(run)"}}"#, .noAccount),
        Bad("eleven digits", #"{"scan": {"run": "\#(run)", "account": "11111111111"}}"#, .noAccount),
        Bad("an account's name", #"{"scan": {"run": "\#(run)", "account": "production"}}"#, .noAccount),
        // Nested without end.
        Bad("brackets", String(repeating: "[", count: 500_000)),
        Bad("maps", String(repeating: #"{"run":"#, count: 50_000)),
        Bad(
            "a deep list in an event",
            #"{"decide": {"run": "\#(run)", "x": "#
                + String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000) + "}}"),
        // Nearly an event of EventBridge.
        Bad("no source", #"{"detail-type": "x", "account": "111111111111", "detail": {}}"#),
        Bad("no detail type", #"{"source": "aws.iam", "account": "111111111111", "detail": {}}"#),
        Bad("no detail", #"{"source": "aws.iam", "detail-type": "x", "account": "111111111111"}"#),
        Bad(
            "detail is a list",
            #"{"source": "aws.iam", "detail-type": "x", "account": "111111111111", "detail": []}"#),
    ]

    @Test(arguments: bad)
    func `what is no event is refused`(_ row: Bad) {
        #expect(throws: row.problem) { try FunctionEvent(Array(row.body.utf8)) }
    }

    @Test func `bytes that are no text are refused`() {
        #expect(throws: EventProblem.unknown) { try FunctionEvent([0x7B, 0xC3, 0x28, 0x7D]) }
        #expect(throws: EventProblem.unknown) { try FunctionEvent([0x00]) }
    }

    @Test func `an event may have 1 MB, and no byte more`() throws {
        let event = #"{"run": {}}"#
        let padding = String(repeating: " ", count: 1_024 * 1_024 - event.utf8.count)
        #expect(try FunctionEvent(Array((event + padding).utf8)) == .run)
        #expect(throws: EventProblem.tooLarge) { try FunctionEvent(Array((event + padding + " ").utf8)) }
    }

    @Test func `the sentences say what to send`() {
        #expect(
            EventProblem.unknown.description
                == "This event is none that Relevo serves, so nothing was done. Send {\"run\": {}}, {\"plan\": {}} or "
                + "{\"doctor\": {}}; the state machine sends the others.")
        #expect(
            EventProblem.tooLarge.description
                == "This event is larger than 1 MB, so it is none that Relevo serves. Nothing was done.")
        #expect(
            EventProblem.noRun("act").description
                == "The event `act` names no run, or not as `start` returned it. Nothing was done.")
        #expect(
            EventProblem.noAccount.description
                == "The event `scan` names no account of twelve digits. Nothing was done.")
    }
}

/// The run of an execution: the same id in every call of it.
struct ExecutionRunTests {
    private let execution = "arn:aws:states:us-east-1:111111111111:execution:relevo:daily-1"
    private let at = "2026-03-12T09:30:00.123Z"

    @Test func `the id of an execution is the same each time, and that of another is different`() {
        let run = RunID(execution: execution, at: at)
        #expect(run.rawValue == "20260312t093000z-9ed1767f")
        #expect(RunID(execution: execution, at: at) == run)
        let other = "arn:aws:states:us-east-1:111111111111:execution:relevo:daily-2"
        #expect(RunID(execution: other, at: at).rawValue == "20260312t093000z-938b9cd8")
    }

    @Test func `the ids of a thousand executions of one second are different`() {
        #expect(Set((1...1_000).map { RunID(execution: "\(execution)-\($0)", at: at) }).count == 1_000)
    }

    @Test func `a later execution comes later`() {
        let instants = [
            "2025-12-31T23:59:59Z", "2026-03-12T09:30:00.999Z", "2026-03-12T09:30:01Z", "2026-10-01T00:00:00Z",
        ]
        let runs = instants.map { RunID(execution: execution, at: $0) }
        #expect(runs == runs.sorted())
        #expect(Set(runs).count == runs.count)
    }

    @Test(arguments: [
        nil, "", "now", "🙂🙂🙂", "2026-03-12T09:30:00+02:00", String(repeating: "2026-", count: 100),
    ])
    func `whatever is handed over, the id is a valid one`(_ at: String?) {
        for execution in [execution, "", "🙂", String(repeating: "x", count: 2_000)] {
            let run = RunID(execution: execution, at: at)
            #expect(RunID(rawValue: run.rawValue) == run)
        }
    }

    @Test func `without an instant the id says so`() {
        #expect(RunID(execution: execution, at: nil).rawValue == "execution-9ed1767f")
    }
}

/// Values that the tests of the function name by a few characters.
enum Made {
    static func id<ID: Identifier>(_ text: String) -> ID {
        guard let id = ID(rawValue: text) else { preconditionFailure("\(text) is no \(ID.self)") }
        return id
    }
}
