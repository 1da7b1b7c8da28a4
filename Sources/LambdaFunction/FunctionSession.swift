import AWS
import Composition
import Doctor
import DynamoDBLedger
import FoundationEssentials
import KeyPolicy
import KeyWatch
import Logging
import Settings
import Synchronization

/// What one event is served with: a configuration, the services that it describes, and its ledger.
struct FunctionSession: DoctorContext {
    let configuration: FunctionConfiguration
    let factory: ServiceFactory

    var wantsTrail: Bool { true }

    var ledgerPlace: String { configuration.checked.ledger.text }

    /// Runs `body` with the services and the ledger.
    ///
    /// - Parameters:
    ///   - acts: whether people will be notified; a preview opens no conversations.
    ///   - slack: whether Slack is called: the token is not read otherwise.
    func open<Value>(
        acts: Bool = true, slack: Bool = true, _ body: (ExternalServices, any Ledger) async throws -> Value
    ) async throws -> Value {
        try await factory.open(acts: acts, slack: slack) { services in
            try await body(services, ledger(services.hub))
        }
    }

    func readLedger<Value>(_ body: (any Ledger) async throws -> Value) async throws -> Value {
        try await factory.openClients { try await body(try await ledgerForReading($0)) }
    }

    /// Throws where a newer Relevo wrote the table, as taking the lease does.
    func ledgerForReading(_ clients: HTTPClients) async throws -> any Ledger {
        let ledger = ledger(try factory.hub(clients).transport)
        try await ledger.checkUsable()
        return ledger
    }

    private func ledger(_ hub: AWSTransport) -> DynamoDBLedger {
        DynamoDBLedger(table: configuration.table, hub)
    }
}

/// Makes the sessions. What it keeps of the last run only saves calls.
final class FunctionSessions: Sendable {
    private struct Kept {
        let run: RunID
        let begun: BegunRun
        /// Today's, which has the table and the heartbeat's address.
        let latest: FunctionConfiguration
    }

    private let places: FunctionPlaces
    private let logger: Logger
    private let kept = Mutex<Kept?>(nil)

    init(_ places: FunctionPlaces, logger: Logger) {
        self.places = places
        self.logger = logger
    }

    /// With today's configuration, for what begins now.
    func fresh(_ invocation: Invocation, run: RunID? = nil) async throws -> FunctionSession {
        try session(try await read(invocation), invocation, run: run)
    }

    /// With the configuration that a run began with, and the accounts that it scans.
    ///
    /// Throws `WatchRefusal.overtaken` where another run's state is newer.
    func stage(of run: RunID, _ invocation: Invocation) async throws -> (session: FunctionSession, begun: BegunRun) {
        let known: Kept
        if let last = kept.withLock({ $0 }), last.run == run {
            known = last
        } else {
            known = try await begun(run, invocation)
            kept.withLock { $0 = known }
        }
        let own = try known.begun.configuration.map {
            try FunctionConfiguration(
                stored: $0, of: run, zones: places.zones, heartbeatURL: known.latest.checked.heartbeatURL)
        }
        return (try session(own ?? known.latest, invocation, run: run), known.begun)
    }

    private func begun(_ run: RunID, _ invocation: Invocation) async throws -> Kept {
        let session = try await fresh(invocation, run: run)
        let found = try await session.readLedger { ledger in
            if let found = try await BegunRun(run, in: ledger) { return found }
            guard let newest = try await ledger.newestState(), newest != run else {
                throw WatchRefusal.stageMissing("start", run: run)
            }
            throw WatchRefusal.overtaken(run, by: newest)
        }
        return Kept(run: run, begun: found, latest: session.configuration)
    }

    private func read(_ invocation: Invocation) async throws -> FunctionConfiguration {
        guard let name = places.parameter else { return try places.configurationInZip() }
        // Parameter Store is called before there is a configuration.
        let factory = factory(Configuration(), invocation, run: nil, on: nil)
        let json = try await factory.openClients { clients in
            try await SSMClient(try factory.hub(clients).transport).getParameter(name).exposed
        }
        return try FunctionConfiguration(json: Array(json.utf8), from: "the parameter \(name)", zones: places.zones)
    }

    private func session(
        _ configuration: FunctionConfiguration, _ invocation: Invocation, run: RunID?
    ) throws -> FunctionSession {
        let on = try moved()
        let factory = factory(configuration.checked, invocation, run: run, on: on)
        if on != nil, try !factory.isLoopback() {
            throw FunctionError(
                .refused,
                "RELEVO_ON moves the clock that decides, so it is refused unless AWS and Slack are both on this machine. "
                    + "Remove it from the function's environment.")
        }
        return FunctionSession(configuration: configuration, factory: factory)
    }

    /// The instant to which the local AWS moves the clock; nil for real time. The clock goes on from `RELEVO_ON` since
    /// the real instant `RELEVO_ON_SINCE`, so that it never goes back from one event to the next.
    private func moved() throws -> Date? {
        guard let text = places.environment["RELEVO_ON"], !text.isEmpty else { return nil }
        let since = places.environment["RELEVO_ON_SINCE"].flatMap { try? Date($0, strategy: .iso8601) }
        guard let on = try? Date(text, strategy: .iso8601) else {
            throw FunctionError(
                .refused, "RELEVO_ON is “\(text.prefix(40))”, which is no instant such as 2026-03-12T12:00:00Z.")
        }
        return on.addingTimeInterval(max(0, since.map { Date().timeIntervalSince($0) } ?? 0))
    }

    private func factory(
        _ configuration: Configuration, _ invocation: Invocation, run: RunID?, on: Date?
    ) -> ServiceFactory {
        let deadline = InvocationDeadline(invocation)
        return ServiceFactory(
            configuration: configuration, environment: places.environment, version: Release.version, run: run, on: on,
            accountSeconds: deadline.secondsForAccount, logger: logger, end: deadline.endRequest())
    }
}

/// How long an event may be served: it ends by itself a minute before Lambda would end the process.
struct InvocationDeadline: Sendable {
    /// When it ends by itself.
    let end: Date
    /// Less than the call has, so that an account that is too slow is still an answer.
    let secondsForAccount: Double

    init(_ invocation: Invocation, now: Date = Date()) {
        let total = max(0, invocation.deadline.timeIntervalSince(now))
        // A call with less than two minutes uses half of them.
        end = invocation.deadline.addingTimeInterval(-min(60, total / 2))
        secondsForAccount = max(1, min(1_200, end.timeIntervalSince(now) * 0.9))
    }

    /// - Parameter now: this machine's clock.
    func endRequest(now: @escaping @Sendable () -> Date = { Date() }) -> EndRequest {
        EndRequest(
            isMade: { [end] in now() >= end },
            made: { [end] in try await Task.sleep(for: .seconds(max(0, end.timeIntervalSince(now())))) })
    }
}
