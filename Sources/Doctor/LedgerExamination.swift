import FoundationEssentials
import KeyPolicy
import KeyWatch
import Settings

/// Checks that the ledger exists, is private and intact, and when Relevo last ran successfully; reads only.
struct LedgerExamination {
    /// The checks, and what other checks need from the inventory.
    struct Result {
        var checks: [Check] = []
        /// A key to ask about, by account.
        var keys: [AccountID: AccessKeyID] = [:]
        /// Users whose owner is a person in Slack, by Slack id; one user each.
        var people: [SlackUserID: User] = [:]
        /// Those of them whose users have different full names.
        var shared = SharedSlackIDs()
        /// Users with active keys whose messages are for a person, and without a usable Slack id.
        var withoutSlackID: [User] = []
    }

    /// Longer chains are left to `relevo history --verify`, so that `relevo doctor` stays quick.
    private static let mostEvents = 100_000

    private let context: any DoctorContext

    init(_ context: any DoctorContext) { self.context = context }

    func examined() async -> Result {
        var result = Result()
        let place = context.ledgerPlace
        let files = FileManager.default
        if case .sqlite(let path) = context.configuration.ledger, !files.fileExists(atPath: path) {
            result.checks = missing(path, files)
            return result
        }
        do {
            result = try await context.readLedger { try await examined($0, place, files) }
        } catch {
            result.checks.append(.bad("ledger", place, "\(error)", fix: Fix(ledger: error, path: place).text))
        }
        return result
    }

    private func examined(_ ledger: any Ledger, _ place: String, _ files: FileManager) async throws -> Result {
        var result = Result()
        switch context.configuration.ledger {
        case .sqlite(let path): result.checks += [opened(path, files), mode(path, files)]
        case .dynamoDB: result.checks.append(.good("ledger", place, "opens."))
        }
        // What was found stays found when a later check fails.
        do {
            try await examine(ledger, place, &result)
        } catch {
            result.checks.append(.bad("ledger", place, "\(error)", fix: Fix(ledger: error, path: place).text))
        }
        return result
    }

    private func examine(_ ledger: any Ledger, _ place: String, _ result: inout Result) async throws {
        result.checks.append(try await chains(ledger, place))
        if let doubt = try await LedgerDoubt.open(in: ledger) {
            result.checks.append(
                .bad(
                    "ledger-doubt", place,
                    "may not be the newest, as runs have reported since \(doubt.since.isoInstant): \(doubt.why).",
                    fix: Fix.channel))
        }
        result.checks.append(try await LastRunExamination(ledger: ledger, now: context.now).check())
        result.checks.append(
            try await LimitExamination(ledger: ledger, configuration: context.configuration, now: context.now).check())
        try await read(ledger, into: &result)
    }

    private func missing(_ path: String, _ files: FileManager) -> [Check] {
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let last = Check.unknown("last-run", path, "is not checked: Relevo has not run with this ledger yet.")
        guard files.isWritableFile(atPath: folder) else {
            return [
                .bad(
                    "ledger", path, "doesn't exist, and its folder can't be written.",
                    fix: "Create the folder \(folder), writable for the user that runs Relevo."), last,
            ]
        }
        return [.good("ledger", path, "doesn't exist yet; the first run creates it."), last]
    }

    private func opened(_ path: String, _ files: FileManager) -> Check {
        guard files.isWritableFile(atPath: path) else {
            return .bad(
                "ledger", path, "can be read but not written.",
                fix: "Make it, and its folder, writable for the user that runs Relevo.")
        }
        return .good("ledger", path, "opens.")
    }

    private func mode(_ path: String, _ files: FileManager) -> Check {
        guard let mode = (try? files.attributesOfItem(atPath: path))?[.posixPermissions] as? UInt else {
            return .unknown("ledger-mode", path, "is not checked: this system doesn't report the file's mode.")
        }
        let bits = mode & 0o777
        guard bits & 0o077 == 0 else {
            return .bad(
                "ledger-mode", path,
                "is 0\(String(bits, radix: 8)): others on this machine can read who owns which key.",
                fix: "chmod 600 \(path)")
        }
        return .good("ledger-mode", path, "is 0\(String(bits, radix: 8)): for its owner only.")
    }

    private func chains(_ ledger: any EventLog, _ path: String) async throws -> Check {
        let events = try await ledger.heads().reduce(0) { $0 + $1.sequence }
        guard events <= Self.mostEvents else {
            return .unknown(
                "ledger-chains", path, "are not checked: checking \(events) events takes a while.",
                fix: "Run `relevo history --verify`.")
        }
        let found = try await ChainVerification.of(ledger)
        guard let fault = found.faults.first else {
            return .good("ledger-chains", path, "are correct: \(found.events) events in \(found.heads.count) chains.")
        }
        return .bad(
            "ledger-chains", path, "have \(found.faults.count) faults; the first: \(fault)",
            fix:
                "The ledger was changed or truncated: keep this file, restore a copy, and run "
                + "`relevo history --verify`."
        )
    }

    private func read(_ ledger: any InventoryStore, into result: inout Result) async throws {
        for account in try await ledger.accounts() {
            for user in try await ledger.everyUser(in: account.account.id).filter({ $0.missingSince == nil }).map(
                \.user)
            {
                if result.keys[user.account] == nil { result.keys[user.account] = user.keys.first?.id }
                result.shared.see(user.owner)
                if let person = user.owner.slackUser {
                    result.people[person] = result.people[person] ?? user
                } else if isNotified(user) {
                    result.withoutSlackID.append(user)
                }
            }
        }
    }
}

extension LedgerExamination {
    /// Whether messages about the user's keys are for a person.
    private func isNotified(_ user: User) -> Bool {
        let policy = context.configuration.policy
        let isPersons =
            user.owner.type == .engineer || (user.owner.type.isUnknown && policy.treatsUntaggedAsEngineers)
        return isPersons && user.hasActiveKey && !policy.isProtected(user) && !policy.isDecoy(user)
    }
}

/// Checks when Relevo last ran successfully.
struct LastRunExamination {
    private static let daysBack = 60.0
    /// Seconds: a day and some tolerance.
    private static let longest = 26.0 * 3_600

    let ledger: any EventLog
    let now: Date

    func check() async throws -> Check {
        let since = now.addingTimeInterval(-Self.daysBack * Days.seconds)
        let ended = try await ledger.events(ofKind: .runEnded, in: .runs, since: since).compactMap { event in
            if case .run(.ended(_, _, _, let status)) = event.body { (event, status) } else { nil }
        }
        guard let (last, status) = ended.last else {
            return .unknown(
                "last-run", "runs", "did not happen in the last 60 days.",
                fix: "Run `relevo run` once a day, by cron or a timer.")
        }
        // A run that the alarm stopped is a successful run.
        let good = ended.last { [0, 4].contains($0.1) }?.0
        guard good?.run == last.run else {
            let before =
                good.map { "the last successful run ended at \($0.at.isoInstant)" }
                ?? "no run in the last 60 days was successful"
            return .bad(
                "last-run", last.run.rawValue, "ended with \(status) at \(last.at.isoInstant); \(before).",
                fix: "See why in that run's summary in Slack, or in `relevo history`, then start `relevo run`.")
        }
        guard now.timeIntervalSince(last.at) <= Self.longest else {
            return .bad(
                "last-run", last.run.rawValue,
                "ended successfully at \(last.at.isoInstant), but that is more than a day ago: nobody is being "
                    + "notified.",
                fix: "Check the timer or cron job that starts `relevo run` every day.")
        }
        return .good("last-run", last.run.rawValue, "ended successfully at \(last.at.isoInstant).")
    }
}

/// Checks that the limits on deactivations suffice for the keys that the last scan saw.
struct LimitExamination {
    let ledger: any DecisionLedger
    let configuration: Configuration
    let now: Date

    func check() async throws -> Check {
        let pace = try await DeactivationPace.reckoned(
            from: ledger, brake: configuration.brake, policy: configuration.policy, now: now)
        let subject = "policy.max-deactivations"
        guard pace.complaints.isEmpty else {
            return .bad(
                "limit", subject, pace.complaints.joined(separator: " "),
                fix:
                    "Raise policy.max-deactivations, or accept a longer queue: no key is skipped, it only takes longer."
            )
        }
        return .good("limit", subject, pace.sentences.joined(separator: " "))
    }
}
