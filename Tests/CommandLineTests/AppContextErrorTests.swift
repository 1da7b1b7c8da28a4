import Testing

@testable import relevo

/// The sentence of every error; a new case doesn't compile without one.
struct AppContextErrorTests {
    static let every: [AppContextError] = [
        .clockMovedAgainstRealEndpoints, .notInLedger("ana"), .ambiguous("A…9", ["AB9", "AC9"]),
        .untilTooEarly(end: "2026-03-01", start: "2026-03-02T12:00:00Z"), .untilTooLate(end: "2028-01-01", most: 366),
        .ledgerUnsound(1), .ledgerUnsound(2),
    ]

    @Test(arguments: [
        (["222222222222", "333333333333"], " The nearest is 222222222222."),
        (["333333333333", "444444444444"], " Known: 333333333333, 444444444444."), ([], ""),
        (Array(repeating: "333333333333", count: 11), ""),
    ])
    func `an account that the ledger doesn't know is named with the nearest, or with the few there are`(
        _ known: [String], _ rest: String
    ) throws {
        let error = AppContextError.accountNotInLedger(
            try Sample.id("222222222223"), known: try known.map { try Sample.id($0) })
        #expect("\(error)" == "The ledger has no account 222222222223.\(rest)")
        #expect(error.status == 64)
    }

    private static func sentence(_ error: AppContextError) -> String {
        switch error {
        case .accountNotInLedger(let id, _): "The ledger has no account \(id)."
        case .clockMovedAgainstRealEndpoints:
            "`--on` moves the clock that decides, so it is refused unless AWS and Slack are both on this machine. Use "
                + "`relevo plan --on` for a preview of another day."
        case .notInLedger:
            "The ledger has no user and no key “ana”. Give a user's name as IAM has it, a user id (AIDA…) or a key's id "
                + "(AKIA…)."
        case .ambiguous: "“A…9” matches 2 users and keys: AB9, AC9. Give the whole name or id."
        case .untilTooEarly:
            "A forecast can't cover the past: --until 2026-03-01 is before the forecast begins (2026-03-02T12:00:00Z). "
                + "Give a later day."
        case .untilTooLate:
            "A forecast covers at most 366 days, so --until 2028-01-01 is too late. Give an earlier day."
        case .ledgerUnsound(let faults):
            "The ledger is not intact: \(faults == 1 ? "1 fault" : "2 faults"). Keep this file as it is, find out who "
                + "changed it, and continue with an intact copy."
        }
    }

    @Test(arguments: every)
    func `every error names what failed, on what, and the fix`(_ error: AppContextError) {
        #expect("\(error)" == Self.sentence(error))
    }

    static let initial: [InitError] = [
        .missing(["--channel"]), .missing(["--accounts", "--channel"]),
        .invalid(flag: "--channel", text: "#security", wanted: "a channel's id"), .exists(["relevo.yaml"]),
        .exists(["a", "b"]), .cannotWrite(path: "relevo.yaml", why: "permission denied"),
    ]

    private static func sentence(_ error: InitError) -> String {
        switch error {
        case .missing(let flags) where flags.count == 1:
            "--channel is missing, and there is no terminal to ask on. Give it, or run `relevo init` on a terminal."
        case .missing:
            "--accounts and --channel are missing, and there is no terminal to ask on. Give them, or run `relevo init` on a "
                + "terminal."
        case .invalid: "--channel must be a channel's id, but is “#security”."
        case .exists(let paths) where paths.count == 1:
            "Nothing was written: relevo.yaml already exists. Choose another --folder, or overwrite with --force."
        case .exists:
            "Nothing was written: a, b already exist. Choose another --folder, or overwrite with --force."
        case .cannotWrite:
            "relevo.yaml can't be written: permission denied. Choose another --folder, or make this one writable."
        }
    }

    @Test(arguments: initial)
    func `every error of init names what failed, on what, and the fix`(_ error: InitError) {
        #expect("\(error)" == Self.sentence(error))
    }
}
