import AWS
import Composition
import FoundationEssentials
import KeyPolicy
import KeyWatch
import Settings
import Testing

@testable import LambdaFunction

/// What an error tells the state machine, which tries some kinds again, and the person who reads it.
struct FunctionErrorTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let kind: FunctionError.Kind
        let error: any Error

        init(_ name: String, _ kind: FunctionError.Kind, _ error: any Error) {
            testDescription = name
            self.kind = kind
            self.error = error
        }
    }

    private struct OddError: Error, CustomStringConvertible {
        let description = "Something else happened."
    }

    private static let run: RunID = Made.id("run-10001")
    private static let newer: RunID = Made.id("run-10002")
    private static let key: AccessKeyID = Made.id("AKIA0000000000000003")
    private static let start = SourcePosition(file: "relevo.json", line: 1, column: 1)

    private static func aws(_ kind: AWSError.Kind, _ code: String, status: Int? = nil) -> AWSError {
        var error = AWSError(kind, code: code, message: "It did not work.", status: status)
        error.service = "DynamoDB"
        error.operation = "GetItem"
        error.scope = "hub"
        return error
    }

    static let rows = [
        // The lease is free again within a minute.
        Row("a run works", .leaseHeld, WatchRefusal.leaseHeld(by: run)),
        Row("it is unknown who works", .leaseHeld, WatchRefusal.leaseHeld(by: nil)),
        Row("a request while a run works", .leaseHeld, InterventionRefusal.leaseHeld(by: run)),
        Row("a run took over", .leaseHeld, InterventionRefusal.leaseLost(by: run)),
        Row("another call took over", .leaseHeld, LedgerError.fenced(holder: run)),
        // May work later.
        Row("its time was over", .failed, Interruption()),
        Row("the ledger fails", .failed, LedgerError.failed(act: "reading its inventory", why: "it is busy")),
        Row("no answer", .failed, CompositionError.noAnswer),
        Row("a look-up", .failed, MessengerError.cannotLookUp("Slack answered with HTTP 503")),
        Row("AWS throttles", .failed, aws(.refused, "ThrottlingException", status: 400)),
        Row("AWS has a problem", .failed, aws(.refused, "InternalServerError", status: 500)),
        Row("AWS doesn't answer", .failed, aws(.timeOut, "TimeOut")),
        Row("no connection", .failed, aws(.connection, "Connection")),
        Row("a lost answer", .failed, aws(.ambiguous, "Ambiguous")),
        Row("anything else", .failed, OddError()),
        // Somebody must do something.
        Row("a run is stuck", .refused, WatchRefusal.leaseHeld(by: run, since: Date(timeIntervalSince1970: 0))),
        Row("an earlier stage is missing", .refused, WatchRefusal.stageMissing("decide", run: run)),
        Row("another configuration", .refused, WatchRefusal.settingsChanged(run)),
        Row("a newer run", .refused, WatchRefusal.overtaken(run, by: newer)),
        Row("a wrong clock", .refused, WatchRefusal.clockContradicted(ahead: 900, isMidway: false)),
        Row("an older copy of the ledger", .refused, WatchRefusal.ledgerBehind(run: run, floor: nil)),
        Row("a public channel", .refused, WatchRefusal.channelPublic("C0123456789")),
        Row("a request that can't be carried out", .refused, InterventionRefusal.unknownKey(key)),
        Row("a damaged ledger", .refused, LedgerError.damaged(place: "relevo", why: "event 3 can't be read")),
        Row("no ledger", .refused, LedgerError.cannotOpen(place: "relevo", why: "there is no such table")),
        Row("a newer ledger", .refused, LedgerError.newer(place: "relevo", version: "9")),
        Row("a wrong configuration", .refused, SettingsError.refused([SettingsProblem(start, "mode is not known.")])),
        Row("no configuration", .refused, SettingsError.unreadable(file: "relevo.json", why: "there is no such file")),
        Row("another event", .refused, EventProblem.unknown),
        Row("a refused token", .refused, MessengerError.refused("Slack refused Relevo's token (invalid_auth).")),
        Row("no token", .refused, CompositionError.tokenMissing("SLACK_BOT_TOKEN")),
        Row("no Slack", .refused, CompositionError.slackMissing),
        Row("no permission", .refused, aws(.refused, "AccessDeniedException", status: 400)),
        Row("no credentials", .refused, aws(.credentials, "NoCredentials")),
        Row("a wrong setting of AWS", .refused, aws(.configuration, "Configuration")),
    ]

    @Test(arguments: rows)
    func `an error has the kind by which it is tried again, and its own sentence`(_ row: Row) {
        let error = FunctionError(row.error)
        #expect(error.kind == row.kind)
        #expect(error.message == "\(row.error)")
    }

    @Test(arguments: rows)
    func `a person reads sentences`(_ row: Row) {
        let message = FunctionError(row.error).message
        #expect(message.hasSuffix("."))
        #expect(message.split(separator: " ").count > 2)
        #expect(!message.contains("Optional(") && !message.contains("rawValue") && !message.contains("Error("))
    }

    @Test func `the state machine knows the kinds by these names`() {
        #expect(
            [FunctionError.Kind.leaseHeld, .failed, .refused].map(\.rawValue) == ["LeaseHeld", "Failed", "Refused"])
    }

    @Test func `the payload is what Lambda expects`() throws {
        #expect(
            try FunctionError(.failed, "It \"broke\":\nagain.").json()
                == #"{"errorMessage":"It \"broke\":\nagain.","errorType":"Failed"}"#)
        #expect(
            try FunctionError(EventProblem.noRun("act")).json()
                == #"{"errorMessage":"The event `act` names no run, or not as `start` returned it. Nothing was done.","#
                + #""errorType":"Refused"}"#)
    }
}
