import KeyWatch
import Testing

/// What a person reads of every kind of failure; a new case doesn't compile without its sentence.
struct LedgerErrorSentenceTests {
    static let every: [LedgerError] = [
        .fenced(holder: nil), .fenced(holder: Made.run(1)), .cannotOpen(place: "relevo.db", why: "permission denied"),
        .notALedger(place: "relevo.db"), .newer(place: "relevo.db", version: "7"), .readOnly(place: "relevo.db"),
        .full(place: "relevo.db"), .damaged(place: "relevo.db", why: "a page is missing"),
        .failed(act: "claiming notices", why: "the disk reported an error"),
    ]

    private static func sentence(_ error: LedgerError) -> String {
        switch error {
        case .fenced(let holder):
            "Another run took over the ledger's lease\(holder.map { " (\($0))" } ?? ""); this one stopped writing. Nothing "
                + "needs to be done: the other run continues from what is recorded."
        case .cannotOpen:
            "The ledger relevo.db can't be opened: permission denied. Check the path and its permissions."
        case .notALedger:
            "relevo.db is not a Relevo ledger. Point `ledger:` at another path; Relevo leaves this file as it is."
        case .newer:
            "The ledger relevo.db was written by a newer Relevo (schema 7). Run that version, or restore a copy."
        case .readOnly:
            "The ledger relevo.db can't be written. Make the file and its folder writable for the user that runs Relevo."
        case .full:
            "The disk that holds the ledger relevo.db is full. Free some space and run again; nothing that was recorded is "
                + "lost."
        case .damaged:
            "The ledger relevo.db is damaged: a page is missing. Restore it from a copy, then run `relevo history --verify`."
        case .failed:
            "The ledger failed while claiming notices: the disk reported an error. Fix that and run again; nothing "
                + "that was recorded is lost."
        }
    }

    @Test(arguments: every)
    func `says what failed, on what, and what to do`(_ error: LedgerError) {
        #expect("\(error)" == Self.sentence(error))
    }
}

/// What a person reads who moves a ledger; a new case doesn't compile without its sentence.
struct LedgerCopySentenceTests {
    static let every: [LedgerCopyRefusal] = [
        .sameLedger, .nothingToCopy, .leaseHeld(.from, by: Made.run(1)), .leaseHeld(.to, by: nil),
        .leaseLost(by: Made.run(1)), .damaged(["One.", "Two."]), .unreadable(stream: .runs, sequence: 7, kind: "new"),
        .notEmpty(.runs), .keepsChanging, .differs(["One.", "Two."]),
    ]

    private static func sentence(_ refusal: LedgerCopyRefusal) -> String {
        switch refusal {
        case .sameLedger: "FROM and TO are the same ledger. Nothing was copied. Name another place for TO."
        case .nothingToCopy:
            "FROM has no events, so there is nothing to copy. Check that it is the right ledger; a new one needs no copy."
        case .leaseHeld(let side, let holder):
            "A run\(holder.map { " (\($0))" } ?? "") holds the lease of \(side == .from ? "FROM" : "TO"). Nothing was copied. "
                + "Stop what starts Relevo, and try again when that run has ended; if it was killed, its lease ends "
                + "within a minute."
        case .leaseLost:
            "A run (run-10001) took over the lease of one of the ledgers during the copy. The copy is incomplete: don't "
                + "use TO. Stop what starts Relevo, then copy again."
        case .damaged:
            "FROM is not intact: One. Two. Nothing was copied. Find out who changed it, and copy an intact ledger."
        case .unreadable:
            "Event 7 of runs (new) in FROM was written by a newer Relevo, and this version can't read it. Nothing was "
                + "copied. Copy with that version."
        case .notEmpty:
            "TO has events of runs that FROM doesn't have, so it is neither empty nor an unfinished copy of FROM. "
                + "Nothing was copied. Name another place for TO."
        case .keepsChanging:
            "FROM got new requests again and again during the copy. The copy is incomplete: don't use TO. Don't use "
                + "`relevo stop`, `resume` and `exempt` meanwhile, and copy again."
        case .differs:
            "The copy differs from FROM: One. Two. Don't use TO. Keep FROM, and copy into another place."
        }
    }

    @Test(arguments: every)
    func `says what failed, on what, and what to do`(_ refusal: LedgerCopyRefusal) {
        #expect("\(refusal)" == Self.sentence(refusal))
    }
}

/// What is read of what the ports may throw; a new case doesn't compile without its words.
struct PortErrorSentenceTests {
    @Test(arguments: [MessengerError.refused("Slack refuses our token."), .cannotLookUp("Slack said no.")])
    func `what Slack refuses`(_ error: MessengerError) {
        let sentence =
            switch error {
            case .refused: "Slack refuses our token."
            case .cannotLookUp: "An earlier message could not be looked up in Slack: Slack said no."
            }
        #expect("\(error)" == sentence)
    }

    @Test(arguments: [UserDetailsError.userTwice(Made.id("AIDAIOSFODNN7EXAMPLE")), .markerTwice, .tooManyPages])
    func `the list of users`(_ error: UserDetailsError) {
        let sentence =
            switch error {
            case .userTwice:
                "IAM's list of users named AIDAIOSFODNN7EXAMPLE twice, so it changed while it was read; the next run reads it again."
            case .markerTwice:
                "IAM's list of users came back to a page it had given before, so it can't be trusted."
            case .tooManyPages: "IAM's list of users did not end after a thousand pages."
            }
        #expect("\(error)" == sentence)
    }

    /// The middle of a sentence: behind it stands what was done instead.
    @Test(arguments: [ReportProblem.notReady, .unavailable("AWS said no."), .unreadable("it is empty")])
    func `the credential report`(_ problem: ReportProblem) {
        let clause =
            switch problem {
            case .notReady: "the credential report was not ready in time"
            case .unavailable: "the credential report could not be obtained (AWS said no)"
            case .unreadable: "the credential report could not be understood (it is empty)"
            }
        #expect("\(problem)" == clause)
    }

    @Test(arguments: [AccountReaderError.noSuchUser("ana")])
    func `a user who is gone`(_ error: AccountReaderError) {
        switch error {
        case .noSuchUser: #expect("\(error)" == "IAM has no user named ana any more.")
        }
    }
}
