package import AWS
import Adapters
package import FoundationEssentials
package import KeyPolicy
package import KeyWatch
package import Logging
import Redaction
package import Settings

/// The composition root that every program shares: builds everything a run needs from a checked configuration and the
/// environment.
///
/// It parses no file, opens no ledger and writes to no terminal: the program passes the configuration, the ledger and the
/// observer as values.
package struct ServiceFactory: Sendable {
    package let configuration: Configuration
    package let run: RunID
    package let metrics = CallMetrics()
    let environment: [String: String]
    let observer: WorkObserver
    let policyClock: PolicyClock
    let logger: Logger
    /// The secrets that are removed from the text of every answer, no matter which service sent it.
    let secrets = SecretsInUse()
    private let version: String
    private let processes: (any ProcessRunner)?
    private let accountSeconds: Double
    private let end: EndRequest?

    /// - Parameters:
    ///   - version: Relevo's own, for the user agent.
    ///   - run: the run that this is a part of; nil for a new one.
    ///   - on: the instant to which the policy clock is moved; nil for real time.
    ///   - accountSeconds: how long the scan of one account may take.
    ///   - processes: starts the programs of `credential_process`; nil where no program may be started.
    ///   - end: how the work is asked to end early; nil where that can't happen.
    package init(
        configuration: Configuration, environment: [String: String], version: String, run: RunID? = nil,
        on: Date? = nil, accountSeconds: Double = 1_200, logger: Logger,
        observer: WorkObserver = WorkObserver(), processes: (any ProcessRunner)? = nil, end: EndRequest? = nil
    ) {
        self.configuration = configuration
        self.environment = environment
        self.version = version
        self.logger = logger
        self.observer = observer
        self.processes = processes
        self.end = end
        self.accountSeconds = accountSeconds
        policyClock = PolicyClock(on: on)
        self.run = run ?? RunID.fresh(at: Date())
    }

    package var now: Date { policyClock.now }

    package var clock: RunClock {
        RunClock(
            policy: { [policyClock] in policyClock.now }, wall: { Date() },
            aheadOfAWS: { [metrics] in metrics.aheadOfAWS }, isMoved: policyClock.isMoved,
            sleep: { try await Task.sleep(for: .seconds($0)) },
            heartbeat: { try await Task.sleep(for: .seconds(20)) },
            accountTimeUp: { [accountSeconds] in try await Task.sleep(for: .seconds(accountSeconds)) },
            lookUpTimeUp: { try await Task.sleep(for: .seconds(60)) }, end: end)
    }

    /// Runs `body` with every external service, and closes the connections in any case. By then AWS has reported its time.
    ///
    /// - Parameters:
    ///   - acts: whether people will be notified; a preview opens no conversations.
    ///   - slack: whether Slack is called; otherwise its token isn't read.
    package func open<Value>(
        acts: Bool = false, slack: Bool = true, _ body: (ExternalServices) async throws -> Value
    ) async throws -> Value {
        try await openClients { clients in
            let services = try await services(clients, acts: acts, slack: slack)
            try end?.check()
            return try await body(services)
        }
    }

    /// Runs `body` with the HTTP clients, before any service is called.
    package func openClients<Value>(_ body: (HTTPClients) async throws -> Value) async throws -> Value {
        try await HTTPClients.open(environment: environment, body)
    }

    /// Relevo's own access to AWS; makes no call yet.
    package func hub(_ clients: HTTPClients) throws -> Hub {
        let profiles = try AWSProfiles.load(environment: environment)
        var settings = AWSTransport.Settings(
            endpoints: try AWSEndpoints(environment: environment, profiles: profiles))
        settings.userAgent = "relevo/\(version)"
        settings.logger = logger
        settings.secrets = secrets
        secrets.add(clients.aws.secrets)
        settings.onClock = { [metrics] in metrics.read($0) }
        settings.onAttempt = { [metrics, observer] attempt in
            metrics.count(attempt)
            observer.awsCall(attempt)
        }
        let sender = RoutingSender(clients.aws)
        let credentials = try DefaultCredentialsChain(
            environment: environment, profiles: profiles, sender: sender, settings: settings,
            sessionName: "relevo-\(run)", processes: processes)
        return Hub(
            transport: AWSTransport(sender: sender, settings: settings, credentials: credentials, scope: "hub"),
            credentials: credentials)
    }

    private func services(_ clients: HTTPClients, acts: Bool, slack: Bool) async throws -> ExternalServices {
        let hub = try hub(clients).transport
        let identity = try await STSClient(hub).getCallerIdentity()
        guard let own = AccountID(rawValue: identity.account) else {
            throw AdapterError.malformed(what: "an account id", text: identity.account)
        }
        let roles = configuration.roles(partition: hub.settings.endpoints.partition.id)
        let direct = configuration.accounts.own == .direct ? own : nil
        return ExternalServices(
            hub: hub, directory: configuration.directory(own, hub: hub),
            readers: IAMAccountReaders(hub: hub, roles: roles, direct: direct),
            deactivator: IAMKeyDeactivator(hub: hub, roles: roles, direct: direct),
            restorer: IAMKeyRestorer(hub: hub, roles: roles, direct: direct),
            messenger: slack
                ? try await messenger(clients, hub: hub, acts: acts)
                : SilentMessenger(why: "Slack isn't called here"),
            heartbeat: configuration.heartbeatURL.map { Heartbeat(url: $0, http: clients.client(for: $0)) },
            readOnly: Set([direct].compactMap(\.self)),
            ownUser: identity.arn.contains(":user/") ? ARNPattern(exactly: identity.arn) : nil)
    }

    /// Whether nothing can leave this machine; asked before anything is sent.
    package func isLoopback() throws -> Bool {
        let profiles = try AWSProfiles.load(environment: environment)
        let endpoints = try AWSEndpoints(environment: environment, profiles: profiles)
        if case .dynamoDB = configuration.ledger, !(try endpoints.endpoint(for: .dynamoDB).isLoopback) { return false }
        guard let slack = configuration.slack else { return endpoints.everyEndpointIsLoopback }
        let host = URL(string: slack.apiURL)?.host ?? ""
        return endpoints.everyEndpointIsLoopback && ["127.0.0.1", "localhost", "::1", "[::1]"].contains(host)
    }

    package func preview(_ services: ExternalServices, ledger: any Ledger) -> Preview {
        Preview(
            ledger: ledger, directory: services.directory, readers: services.readers, settings: watchSettings(services),
            clock: clock, logger: logger, progress: progress)
    }

    package func watch(_ services: ExternalServices, ledger: any Ledger) throws -> Watch {
        Watch(
            ledger: ledger, directory: services.directory, readers: services.readers,
            deactivator: services.deactivator, messenger: services.messenger, composer: try composer(),
            settings: watchSettings(services), clock: clock, logger: logger, progress: progress)
    }

    package func watchSettings(_ services: ExternalServices) -> WatchSettings {
        configuration.watchSettings(readOnly: services.readOnly, ownUser: services.ownUser)
    }

    private var progress: ProgressHandler {
        { [observer, metrics] in observer.progress($0, metrics.total) }
    }
}

extension RunID {
    /// A new id that sorts by time: `20260312t120000z-4f3a9c`.
    static func fresh(at now: Date) -> RunID {
        let stamp = String(now.formatted(.iso8601).filter { !"-:".contains($0) })
        return RunID(stamp: stamp, tail: String(UUID().uuidString.prefix(6)))
    }
}

/// The clock that decides: real time, or real time moved so that it started at `--on`.
struct PolicyClock: Sendable {
    private let start: Date
    private let base: Date
    /// Whether `--on` moved it.
    let isMoved: Bool

    init(on: Date?) {
        start = Date()
        base = on ?? start
        isMoved = on != nil
    }

    /// In whole seconds, rounded down: the precision of everything that is remembered.
    var now: Date {
        let moved = base.addingTimeInterval(Date().timeIntervalSince(start))
        return Date(timeIntervalSince1970: moved.timeIntervalSince1970.rounded(.down))
    }
}
