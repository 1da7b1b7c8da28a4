import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Synchronization

/// People who stop deactivations, resume them, and undo what a run did.
extension Life {
    func restoreRun(hours: Double, crash: Kill?) async {
        guard let run = lastDeactivating else { return }
        let point = crash.map { CrashPoint($0) }
        let restorer = FakeRestorer(estate)
        await intervene("restores of a run") {
            let done = try await RestoreRequests(
                intervention(point), restorer: point.map { CrashingRestorer(restorer, at: $0) } ?? restorer
            ).restore(all: run, seconds: hours * 3_600, reason: "an outage", run: nextRun())
            counts.count("keys restored with their run", done.restored)
            return true
        }
        judge(.restore)
    }

    func stop(account: Int?, crash: Kill?) async {
        let accounts = Set([account.map(Names.accountID)].compactMap(\.self))
        let point = crash.map { CrashPoint($0) }
        var stopped: [Stop] = []
        await intervene("stops") {
            stopped = try await StopRequests(intervention(point), run: nextRun())
                .stop(accounts: accounts, reason: "an outage", by: "Luis").stops
            return true
        }
        for stop in stopped { oracle.stopped(stop.scope, at: clock.truth) }
        judge(.nothing)
    }

    func resume(account: Int?) async {
        await resume(accounts: Set([account.map(Names.accountID)].compactMap(\.self)))
    }

    func confirmMachine(_ user: Int) async {
        guard let user = users[user] else { return }
        await resume(user: user.rawValue)
    }

    /// All stops, for the quiet days at the end.
    func resumeAll() async {
        for scope in Set(await standing().map(\.scope)) {
            switch scope {
            case .everything: await resume()
            case .account(let id): await resume(accounts: [id])
            case .user(_, let id): await resume(user: id.rawValue)
            }
        }
    }

    private func resume(user: String? = nil, accounts: Set<AccountID> = []) async {
        // A stop counts as ended for the oracle only once that is certain: a resume that fails ends nothing.
        await intervene("resumes") {
            let ended = try await StopRequests(intervention(nil), run: nextRun())
                .resume(user: user, accounts: accounts, reason: "it is over", by: "Rosa").stops
            for stop in ended { oracle.resumed(stop.scope, at: clock.truth) }
            return true
        }
        judge(.nothing)
    }

    private func standing() async -> [Stop] {
        var stops = Stops()
        for event in await ledger.events(.inbox, after: 0, limit: .max) {
            switch event.body {
            case .stop(.stopped(let stop)): stops.add(stop)
            case .stop(.resumed(let scope, _, _)): stops.end(scope, at: event.at)
            default: break
            }
        }
        return stops.standing
    }
}

/// When something happened in the middle of a run.
final class Moment: Sendable {
    private let instant = Mutex<Date?>(nil)

    var at: Date? { instant.withLock { $0 } }

    func note(_ at: Date) { instant.withLock { $0 = at } }
}
