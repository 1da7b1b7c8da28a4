import FoundationEssentials
import KeyPolicy
import KeyWatch
import SQLiteLedger
import Settings

/// Whether the ledger is there, private and whole, and when Relevo last ran well; read, never written.
struct LedgerExamination {
    /// The checks, and what the inventory lends to others.
    struct Result {
        var checks: [Check] = []
        /// A key to ask about, by account.
        var keys: [AccountID: AccessKeyID] = [:]
        /// Users whose owner is a person in Slack, by Slack id; one user each.
        var people: [SlackUserID: User] = [:]
    }

    /// Longer chains are left to `relevo history --verify`, so that a look stays quick.
    private static let mostEvents = 100_000
    private static let usersRead = 500

    private let context: AppContext

    init(_ context: AppContext) { self.context = context }

    func examined() async -> Result {
        var result = Result()
        guard case .sqlite(let path) = context.configuration.ledger else {
            result.checks.append(
                .bad("ledger", "dynamodb", "can't be used by this version.", mend: "Use `ledger: sqlite:PATH`."))
            return result
        }
        let files = FileManager.default
        guard files.fileExists(atPath: path) else {
            result.checks = missing(path, files)
            return result
        }
        do {
            let ledger = try context.ledgerForReading()
            result.checks.append(opened(path, files))
            result.checks.append(mode(path, files))
            result.checks.append(try await chains(ledger, path))
            if let doubt = try await LedgerDoubt.open(in: ledger) {
                result.checks.append(
                    .bad(
                        "ledger-doubt", path,
                        "may not be the newest, as runs say since \(doubt.since.isoInstant): \(doubt.why).",
                        mend: "Fix that. If it can't be fixed, `relevo run --accept-ledger unseen` goes on without."))
            }
            result.checks.append(try await LastRunExamination(ledger: ledger, now: context.now).check())
            result.checks.append(
                try await LimitExamination(ledger: ledger, configuration: context.configuration, now: context.now)
                    .check())
            try await read(ledger, into: &result)
        } catch {
            result.checks.append(
                .bad("ledger", path, "\(error)", mend: "Until then `relevo run` does nothing; the sentence says how."))
        }
        return result
    }

    private func missing(_ path: String, _ files: FileManager) -> [Check] {
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let last = Check.unknown("last-run", path, "is not checked: Relevo has not run with this ledger yet.")
        guard files.isWritableFile(atPath: folder) else {
            return [
                .bad(
                    "ledger", path, "isn't there, and its folder can't be written.",
                    mend: "Make the folder \(folder), writable for the user that runs Relevo."), last,
            ]
        }
        return [.good("ledger", path, "isn't there yet; the first run makes it."), last]
    }

    private func opened(_ path: String, _ files: FileManager) -> Check {
        guard files.isWritableFile(atPath: path) else {
            return .bad(
                "ledger", path, "can be read but not written.",
                mend: "Make it, and its folder, writable for the user that runs Relevo.")
        }
        return .good("ledger", path, "opens.")
    }

    private func mode(_ path: String, _ files: FileManager) -> Check {
        guard let mode = (try? files.attributesOfItem(atPath: path))?[.posixPermissions] as? UInt else {
            return .unknown("ledger-mode", path, "is not checked: this system doesn't tell the file's mode.")
        }
        let bits = mode & 0o777
        guard bits & 0o077 == 0 else {
            return .bad(
                "ledger-mode", path,
                "is 0\(String(bits, radix: 8)): others on this machine can read who owns which key.",
                mend: "chmod 600 \(path)")
        }
        return .good("ledger-mode", path, "is 0\(String(bits, radix: 8)): for its owner only.")
    }

    private func chains(_ ledger: any EventLog, _ path: String) async throws -> Check {
        let events = try await ledger.heads().reduce(0) { $0 + $1.sequence }
        guard events <= Self.mostEvents else {
            return .unknown(
                "ledger-chains", path, "are not checked: \(events) events take a while.",
                mend: "Run `relevo history --verify`.")
        }
        let found = try await ChainVerification.of(ledger)
        guard let fault = found.faults.first else {
            return .good("ledger-chains", path, "hold: \(found.events) events in \(found.heads.count) chains.")
        }
        return .bad(
            "ledger-chains", path, "don't hold (\(found.faults.count)): \(fault)",
            mend:
                "Somebody changed or cut the ledger: keep this file, restore a copy, and see `relevo history --verify`."
        )
    }

    private func read(_ ledger: any InventoryStore, into result: inout Result) async throws {
        for account in try await ledger.accounts() {
            let users = try await ledger.users(in: account.account.id, after: nil, limit: Self.usersRead)
            for user in users.map(\.user) {
                if result.keys[user.account] == nil { result.keys[user.account] = user.keys.first?.id }
                if let person = user.owner.slackUser { result.people[person] = result.people[person] ?? user }
            }
        }
    }
}

/// When Relevo last ran well.
struct LastRunExamination {
    private static let daysBack = 60.0
    /// A daily run, and some patience with it.
    private static let longest = 26.0 * 3_600

    let ledger: any EventLog
    let now: Date

    func check() async throws -> Check {
        let since = now.addingTimeInterval(-Self.daysBack * Days.seconds)
        let ended = try await ledger.events(ofKind: "runEnded", in: .runs, since: since).compactMap { event in
            if case .run(.ended(_, _, let status)) = event.body { (event, status) } else { nil }
        }
        guard let (last, status) = ended.last else {
            return .unknown(
                "last-run", "runs", "has not been seen in 60 days.",
                mend: "Run `relevo run` once a day, by cron or a timer.")
        }
        // Stopped by the alarm is a run that went well.
        let good = ended.last { [0, 4].contains($0.1) }?.0
        guard good?.run == last.run else {
            let before = good.map { "the last good one at \($0.at.isoInstant)" } ?? "none of the last 60 days was good"
            return .bad(
                "last-run", last.run.rawValue, "ended with \(status) at \(last.at.isoInstant); \(before).",
                mend: "`relevo history` and that run's summary in Slack say what went wrong.")
        }
        guard now.timeIntervalSince(last.at) <= Self.longest else {
            return .bad(
                "last-run", last.run.rawValue,
                "ended well, but at \(last.at.isoInstant), more than a day ago: nobody is being told.",
                mend: "See whether the daily job still runs.")
        }
        return .good("last-run", last.run.rawValue, "ended well at \(last.at.isoInstant).")
    }
}

/// Whether the limits on deactivations keep up with the keys that the last scan saw.
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
                mend: "Raise the limit, or live with the longer queue: nothing is lost, it only takes longer.")
        }
        return .good("limit", subject, pace.sentences.joined(separator: " "))
    }
}
