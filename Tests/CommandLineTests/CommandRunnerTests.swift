import AWS
import ArgumentParser
import Composition
import FoundationEssentials
import KeyPolicy
import KeyWatch
import Settings
import Testing

@testable import relevo

/// Every way a command can end, and its exit status.
struct CommandRunnerTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let error: any Error
        /// Nil: success.
        let status: Int32?

        init(_ name: String, _ error: any Error, _ status: Int32?) {
            testDescription = name
            self.error = error
            self.status = status
        }
    }

    private static func status(_ body: () async throws -> Int32) async throws -> Int32? {
        do {
            try await CommandRunner.run(try CommonOptions.parse([])) { _ in try await body() }
            return nil
        } catch let code as ExitCode {
            return code.rawValue
        }
    }

    @Test(arguments: [
        Case("another run has the lease", WatchRefusal.leaseHeld(by: nil), nil),
        Case("a run that is stuck has the lease", WatchRefusal.leaseHeld(by: Sample.run, since: Sample.now), 3),
        Case("the clock went back", WatchRefusal.clockWentBack(last: Sample.now, now: Sample.now), 1),
        Case("a clock that AWS contradicts", WatchRefusal.clockContradicted(ahead: 86_400, isMidway: false), 1),
        Case("interrupted", Interruption(), 130),
        Case("an older copy of the ledger", WatchRefusal.ledgerBehind(run: Sample.run, floor: nil), 1),
        Case("a public security channel", WatchRefusal.channelPublic("#a"), 1),
        Case("a shared security channel", WatchRefusal.channelShared("#a"), 1),
        Case("a ledger that is not behind", WatchRefusal.notBehind(Sample.run), 64),
        Case("a doubt that no run told of", WatchRefusal.noDoubt, 64),
        Case("nothing to release", WatchRefusal.nothingHeld(run: Sample.run), 64),
        Case("a list too old to release", WatchRefusal.releaseTooLate(run: Sample.run, heldAt: Sample.now), 64),
        Case("an unknown user", InterventionRefusal.unknownUser("ana"), 64),
        Case("an exemption that is over already", InterventionRefusal.notAhead(Sample.now), 64),
        Case("no such exemption", InterventionRefusal.noSuchExemption("ana", elsewhere: .tags), 64),
        Case("a run is under way, so nothing was exempted", InterventionRefusal.leaseHeld(by: nil), 1),
        Case("a run took over in the middle of a restore", InterventionRefusal.leaseLost(by: nil), 1),
        Case("one ledger named twice", LedgerCopyRefusal.sameLedger, 64),
        Case("an empty ledger to copy", LedgerCopyRefusal.nothingToCopy, 64),
        Case("a place that has another ledger", LedgerCopyRefusal.notEmpty(.runs), 64),
        Case("a run during a copy", LedgerCopyRefusal.leaseHeld(.from, by: Sample.run), 1),
        Case("a run that took over during a copy", LedgerCopyRefusal.leaseLost(by: Sample.run), 1),
        Case("a damaged ledger to copy", LedgerCopyRefusal.damaged(["It is."]), 1),
        Case(
            "an event of a newer Relevo to copy",
            LedgerCopyRefusal.unreadable(stream: .runs, sequence: 1, kind: "a"), 1),
        Case("a copy without end", LedgerCopyRefusal.keepsChanging, 1),
        Case("a copy that differs", LedgerCopyRefusal.differs(["It does."]), 1),
        Case("no configuration", SettingsError.missing(places: ["./relevo.yaml"]), 64),
        Case("a configuration that can't be read", SettingsError.unreadable(file: "a", why: "b"), 64),
        Case("no Slack section", CompositionError.slackMissing, 64),
        Case("no token", CompositionError.tokenMissing("SLACK_BOT_TOKEN"), 64),
        Case("a token's file that can't be read", CompositionError.tokenUnreadable(file: "a", why: "b"), 64),
        Case("a token that is none", CompositionError.tokenMalformed(place: "the file a"), 64),
        Case("no answer to a stop", CompositionError.noAnswer, 1),
        Case("an AWS setting that can't be right", AWSError(.configuration, code: "Configuration", message: "a"), 64),
        Case("AWS credentials that can't be had", AWSError(.credentials, code: "NoCredentials", message: "a"), 1),
        Case("a clock moved against the real world", AppContextError.clockMovedAgainstRealEndpoints, 64),
        Case("an unsound ledger", AppContextError.ledgerUnsound(2), 1),
        Case("a ledger that can't be written", LedgerError.readOnly(place: "relevo.db"), 1),
        Case("a refused token", MessengerError.refused("Slack refuses the token."), 1),
        Case("an output that is a folder", OutputError.isFolder("a"), 64),
        Case("an output that can't be written", OutputError.cannotWrite(path: "a", why: "b"), 1),
        Case("an exit code", ExitCode(4), 4),
    ])
    func `a failure ends with its status`(_ example: Case) async throws {
        #expect(try await Self.status { throw example.error } == example.status)
    }

    @Test(arguments: [0, 3, 4] as [Int32])
    func `what a command returns is its status`(returned: Int32) async throws {
        #expect(try await Self.status { returned } == (returned == 0 ? nil : returned))
    }

    @Test func `partial wins over stopped by the alarm`() {
        #expect([ExitReason]().exitStatus == 0)
        #expect([ExitReason.alarm].exitStatus == 4)
        #expect([ExitReason.alarm, .accountUnknown].exitStatus == 3)
        #expect([ExitReason.actionFailed].exitStatus == 3)
        #expect([ExitReason.problem].exitStatus == 3)
        #expect([ExitReason.problem, .alarm, .interrupted].exitStatus == 130)
    }
}
