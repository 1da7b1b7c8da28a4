import AWS
import Adapters
import AsyncHTTPClient
import FoundationEssentials
import KeyPolicy
import KeyWatch
import Logging
import Messages
import ProcessCredentials
import Redaction
import SQLiteLedger
import Settings
import Slack

/// The composition root: a checked configuration and the environment become everything a command needs.
struct AppContext {
    let configuration: Configuration
    let terminal: Terminal
    let metrics = CallMetrics()
    private let options: CommonOptions
    let environment: [String: String]
    private let policyClock: PolicyClock
    private let logger: Logger
    /// What no answer's text may repeat, whoever it was sent to.
    private let secrets = SecretsInUse()
    let run: RunID

    /// Throws `SettingsError` or `AppContextError`.
    init(_ options: CommonOptions, on: Date? = nil) throws {
        environment = ProcessInfo.processInfo.environment
        self.options = options
        terminal = Terminal(options, environment: environment)
        let zones = SystemZones(environment: environment)
        configuration = try ConfigurationFile(option: options.config, environment: environment)
            .load { zones.zone(named: $0) }
        policyClock = PolicyClock(on: on)
        logger = StandardErrorLogger.logger(verbose: options.verbose)
        run = RunID.fresh(at: Date())
    }

    var now: Date { policyClock.now }

    /// Opens the ledger that the configuration names.
    func ledger() throws -> SQLiteLedger {
        guard case .sqlite(let path) = configuration.ledger else { throw AppContextError.ledgerKindMissing }
        return try SQLiteLedger(path: path)
    }

    /// The ledger for a run; a new one is said, as it may be new because another one was not found.
    func ledgerForRunning() throws -> SQLiteLedger {
        var isNew = false
        if case .sqlite(let path) = configuration.ledger { isNew = !FileManager.default.fileExists(atPath: path) }
        let ledger = try ledger()
        if isNew {
            terminal.remark("The ledger \(ledger.place) is new: as far as it knows, nobody was ever told anything.")
        }
        return ledger
    }

    /// The ledger for a command that only looks: what can't be written is worked around and said.
    func ledgerForLooking() throws -> (ledger: any Ledger, isWritable: Bool) {
        do {
            return (try ledger(), true)
        } catch LedgerError.readOnly(let place) {
            return try ledgerThatStays(place, why: "can't be written")
        } catch LedgerError.full(let place) {
            return try ledgerThatStays(place, why: "can't be written, for its disk is full")
        } catch LedgerError.cannotOpen(let place, let why) {
            terminal.remark(
                "The ledger \(place) can't be opened (\(why)): this looks at the estate as if nobody was ever told.")
            return (InMemoryLedger(), true)
        }
    }

    private func ledgerThatStays(_ place: String, why: String) throws -> (ledger: any Ledger, isWritable: Bool) {
        terminal.remark("The ledger \(place) \(why): what is read now is not remembered, and costs again.")
        do {
            return (try ledgerForReading(), false)
        } catch let error as LedgerError where error.isAboutPlace {
            // SQLite can't read a ledger in a folder where it may not even make its shared memory.
            terminal.remark("Nor can it be read from where it is: this looks as if nobody was ever told.")
            return (InMemoryLedger(), true)
        }
    }

    /// For reading alone, without making or changing anything.
    func ledgerForReading() throws -> SQLiteLedger {
        guard case .sqlite(let path) = configuration.ledger else { throw AppContextError.ledgerKindMissing }
        return try SQLiteLedger(path: path, access: .readOnly)
    }

    func watchSettings(_ services: ExternalServices) -> WatchSettings {
        watchSettings(readOnly: services.readOnly, ownUser: services.ownUser)
    }

    func watchSettings(readOnly: Set<AccountID>, ownUser: ARNPattern?) -> WatchSettings {
        var settings = WatchSettings(
            policy: configuration.policy, mode: configuration.mode,
            accounts: configuration.accounts.overrides.mapValues {
                WatchSettings.AccountSettings(
                    mode: $0.mode, channel: $0.channel, maxDeactivations: $0.maxDeactivations)
            }, teams: configuration.teams, securityChannel: configuration.slack?.channel)
        settings.readOnly = readOnly
        // Relevo's own user, where it runs as one: switching that off would be the last thing it did.
        settings.ownUser = ownUser
        settings.policy.protected += [ownUser].compactMap(\.self)
        return settings
    }

    var clock: RunClock {
        RunClock(
            policy: { [policyClock] in policyClock.now }, wall: { Date() },
            aheadOfAWS: { [metrics] in metrics.aheadOfAWS }, isMoved: policyClock.isMoved,
            sleep: { try await Task.sleep(for: .seconds($0)) },
            heartbeat: { try await Task.sleep(for: .seconds(20)) },
            accountTimeUp: { try await Task.sleep(for: .seconds(1_200)) },
            lookUpTimeUp: { try await Task.sleep(for: .seconds(60)) }, end: Signals.endRequest)
    }

    /// Runs `body` with everything that reaches outside, and closes it whatever happens. AWS has told its time by then,
    /// and
    /// SIGINT and SIGTERM end the work at the next point where it can.
    ///
    /// - Parameter acts: whether people will be told; a mere look opens no conversations.
    func open<Value>(acts: Bool = false, _ body: (ExternalServices) async throws -> Value) async throws -> Value {
        Signals.watch()
        return try await openRoads { clients in
            let services = try await services(clients, acts: acts)
            try Signals.endRequest.check()
            return try await body(services)
        }
    }

    /// Runs `body` with what carries requests, before anybody was asked for anything.
    func openRoads<Value>(_ body: (HTTPClients) async throws -> Value) async throws -> Value {
        try await HTTPClients.open(environment: environment, body)
    }

    /// Relevo's own way into AWS; nothing is asked yet.
    func hub(_ clients: HTTPClients) throws -> Hub {
        let profiles = try AWSProfiles.load(environment: environment)
        var settings = AWSTransport.Settings(
            endpoints: try AWSEndpoints(environment: environment, profiles: profiles))
        settings.userAgent = "relevo/\(Relevo.version)"
        settings.logger = logger
        settings.secrets = secrets
        secrets.add(clients.aws.secrets)
        settings.onClock = { [metrics] in metrics.read($0) }
        settings.onAttempt = { [metrics, terminal] attempt in
            metrics.count(attempt)
            terminal.show(attempt)
        }
        let sender = RoutingSender(clients.aws)
        let credentials = try DefaultCredentialsChain(
            environment: environment, profiles: profiles, sender: sender, settings: settings,
            sessionName: "relevo-\(run)", processes: SubprocessRunner())
        return Hub(
            transport: AWSTransport(sender: sender, settings: settings, credentials: credentials, scope: "hub"),
            credentials: credentials)
    }

    private func services(_ clients: HTTPClients, acts: Bool) async throws -> ExternalServices {
        let hub = try hub(clients).transport
        let identity = try await STSClient(hub).getCallerIdentity()
        guard let own = AccountID(rawValue: identity.account) else {
            throw AdapterError.malformed(what: "an account id", text: identity.account)
        }
        let roles = roles(partition: hub.settings.endpoints.partition.id)
        let direct = configuration.accounts.own == .direct ? own : nil
        return ExternalServices(
            directory: directory(own, hub: hub), readers: IAMAccountReaders(hub: hub, roles: roles, direct: direct),
            deactivator: IAMKeyDeactivator(hub: hub, roles: roles, direct: direct),
            restorer: IAMKeyRestorer(hub: hub, roles: roles, direct: direct),
            messenger: try await messenger(clients, hub: hub, acts: acts),
            heartbeat: configuration.heartbeatURL.map { Heartbeat(url: $0, http: clients.client(for: $0)) },
            readOnly: Set([direct].compactMap(\.self)),
            ownUser: identity.arn.contains(":user/") ? ARNPattern(exactly: identity.arn) : nil)
    }

    func roles(partition: String) -> RoleNames {
        let accounts = configuration.accounts
        return RoleNames(
            audit: accounts.auditRole, enforce: accounts.enforceRole, externalID: accounts.externalID,
            partition: partition)
    }

    func directory(_ own: AccountID, hub: AWSTransport) -> any AccountDirectory {
        switch configuration.accounts.source {
        case .ownOnly: ListedAccounts([Account(id: own, name: own.rawValue)])
        case .list(let accounts): ListedAccounts(accounts)
        case .organization(let include, let exclude):
            OrganizationAccounts(organizations: OrganizationsClient(hub), include: include, exclude: exclude)
        }
    }

    func messenger(_ clients: HTTPClients, hub: AWSTransport?, acts: Bool) async throws -> any Messenger {
        guard let slack = configuration.slack else { return SilentMessenger() }
        return SlackMessenger(
            client: try await slackClient(slack, clients, hub: hub), securityChannel: slack.channel,
            earlierApps: slack.earlierApps, opensConversations: acts,
            now: { [policyClock] in policyClock.now })
    }

    /// - Parameter hub: the way into AWS, where there is one already; a token may be kept there.
    func slackClient(
        _ slack: SlackSettings, _ clients: HTTPClients, hub entered: AWSTransport? = nil
    ) async throws -> SlackClient {
        let source = SlackTokenSource(environment: environment) { try entered ?? hub(clients).transport }
        return try SlackClient(
            baseURL: slack.apiURL, token: try await source.token(slack.token), secrets: secrets,
            transport: HTTPSlackTransport(client: clients.client(for: slack.apiURL)), rateLimiter: SlackRateLimiter(),
            logger: logger,
            observe: { [terminal] in terminal.show($0) })
    }

    /// Whether nothing can leave this machine; asked before anything is sent.
    func isLoopback() throws -> Bool {
        let profiles = try AWSProfiles.load(environment: environment)
        let endpoints = try AWSEndpoints(environment: environment, profiles: profiles)
        guard let slack = configuration.slack else { return endpoints.everyEndpointIsLoopback }
        let host = URL(string: slack.apiURL)?.host ?? ""
        return endpoints.everyEndpointIsLoopback && ["127.0.0.1", "localhost", "::1", "[::1]"].contains(host)
    }

    func composer() throws -> SlackComposer {
        guard let slack = configuration.slack else { throw AppContextError.slackMissing }
        return SlackComposer(
            MessageSettings(
                language: configuration.language, policy: configuration.policy, securityChannel: slack.channel,
                help: MessageSettings.Help(url: configuration.help.url, text: configuration.help.text)))
    }

    func preview(_ services: ExternalServices, ledger: any Ledger) -> Preview {
        Preview(
            ledger: ledger, directory: services.directory, readers: services.readers, settings: watchSettings(services),
            clock: clock, logger: logger, progress: { [terminal, metrics] in terminal.show($0, calls: metrics.total) })
    }

    /// What a command that interferes with one key or exemption works with.
    func intervention(_ services: ExternalServices, ledger: any Ledger) throws -> Intervention {
        Intervention(
            ledger: ledger, messenger: services.messenger, composer: try composer(), settings: watchSettings(services),
            clock: clock)
    }

    func watch(_ services: ExternalServices, ledger: any Ledger) throws -> Watch {
        Watch(
            ledger: ledger, directory: services.directory, readers: services.readers,
            deactivator: services.deactivator, messenger: services.messenger, composer: try composer(),
            settings: watchSettings(services), clock: clock, logger: logger,
            progress: { [terminal, metrics] in terminal.show($0, calls: metrics.total) })
    }
}

/// All that reaches out of the process.
struct ExternalServices {
    let directory: any AccountDirectory
    let readers: any AccountReaders
    let deactivator: any KeyDeactivator
    let restorer: any KeyRestorer
    let messenger: any Messenger
    let heartbeat: Heartbeat?
    /// Accounts that are read with credentials that never switch a key off.
    let readOnly: Set<AccountID>
    /// Nil where Relevo runs under a role.
    let ownUser: ARNPattern?
}

/// Relevo's own credentials, and AWS through them.
struct Hub {
    let transport: AWSTransport
    let credentials: DefaultCredentialsChain
}

extension LedgerError {
    /// Whether the ledger may be good and only can't be used where it is.
    fileprivate var isAboutPlace: Bool {
        switch self {
        case .cannotOpen, .readOnly, .full: true
        case .fenced, .notALedger, .newer, .damaged, .failed: false
        }
    }
}
