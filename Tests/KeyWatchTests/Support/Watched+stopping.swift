import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Logging
import Synchronization

/// People who stop and resume.
extension Watched {
    func stopRequests(crash: CrashPoint? = nil) -> StopRequests { StopRequests(intervention(crash), run: nextRun()) }

    @discardableResult
    func stop(account: Int? = nil, by: String = "Luis", crash: CrashPoint? = nil) async throws -> StopRequests.Report {
        try await stopRequests(crash: crash).stop(
            accounts: Set([account.map { Made.account($0).id }].compactMap(\.self)), reason: "an outage", by: by)
    }

    @discardableResult
    func resume(user: String? = nil, account: Int? = nil, by: String = "Rosa") async throws -> StopRequests.Report {
        try await stopRequests().resume(
            user: user, accounts: Set([account.map { Made.account($0).id }].compactMap(\.self)), reason: "it is over",
            by: by)
    }

    func standingStops() async throws -> [Stop] {
        var stops = Stops()
        for event in await ledger.events(.inbox, after: 0, limit: 1_000) {
            switch event.body {
            case .stop(.stopped(let stop)): stops.add(stop)
            case .stop(.resumed(let scope, _, _)): stops.end(scope, at: event.at)
            default: break
            }
        }
        return stops.standing
    }

    /// A deactivator before whose n-th session Luis stops everything.
    func stopping(afterSessions count: Int) async throws -> any KeyDeactivator {
        let requests = stopRequests()
        return StoppingDeactivator(deactivator: estate, at: count) {
            _ = try await requests.stop(reason: "an outage", by: "Luis")
        }
    }

    /// `relevo scan`, which remembers what it saw.
    func scan() async throws {
        _ = try await Preview(
            ledger: ledger, directory: estate, readers: estate, settings: settings, clock: clock.runClock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ).scan(nextRun(), only: [], remembers: true)
    }

    @discardableResult
    func restoreRun(_ run: RunID, hours: Double = 24) async throws -> RestoreRequests.RunReport {
        try await RestoreRequests(intervention(nil), restorer: FakeRestorer(estate)).restore(
            all: run, seconds: hours * 3_600, reason: "an outage", run: nextRun())
    }
}

private struct StoppingDeactivator: KeyDeactivator {
    let deactivator: any KeyDeactivator
    let stop: @Sendable () async throws -> Void
    private let sessions: Countdown

    init(deactivator: any KeyDeactivator, at session: Int, stop: @escaping @Sendable () async throws -> Void) {
        self.deactivator = deactivator
        self.stop = stop
        sessions = Countdown(session)
    }

    func session(for user: User, run: RunID) async throws -> any DeactivationSession {
        if sessions.isOver() { try await stop() }
        return try await deactivator.session(for: user, run: run)
    }

    private final class Countdown: Sendable {
        private let left: Mutex<Int>

        init(_ count: Int) { left = Mutex(count) }

        func isOver() -> Bool {
            left.withLock { left in
                left -= 1
                return left == 0
            }
        }
    }
}
