import AWS
import Adapters
import AsyncHTTPClient
import FoundationEssentials
import KeyPolicy
import KeyWatch
import Logging
import Messages
import SQLiteLedger
import Settings
import Slack

/// The composition root: a checked configuration and the environment become everything a command needs.
struct Door {
    let configuration: Configuration
    let terminal: Terminal
    let tally = Tally()
    private let options: CommonOptions
    private let environment: [String: String]
    private let policyClock: PolicyClock
    private let logger: Logger
    let run: RunID

    /// Throws `SettingsError` or `DoorError`.
    init(_ options: CommonOptions, on: Date? = nil) throws {
        environment = ProcessInfo.processInfo.environment
        self.options = options
        terminal = Terminal(options, environment: environment)
        let zones = SystemZones(environment: environment)
        configuration = try ConfigurationFile(option: options.config, environment: environment)
            .load { zones.zone(named: $0) }
        policyClock = PolicyClock(on: on)
        logger = DoorLog.logger(verbose: options.verbose)
        run = RunID.fresh(at: Date())
        if configuration.language != .english {
            terminal.remark("Messages are in English: this version has no other language yet (`language`).")
        }
    }

    var now: Date { policyClock.now }

    /// Opens the ledger that the configuration names.
    func ledger() throws -> SQLiteLedger {
        guard case .sqlite(let path) = configuration.ledger else { throw DoorError.ledgerKindMissing }
        return try SQLiteLedger(path: path)
    }

    /// The ledger for a command that only looks: what can't be written is worked around and said.
    func ledgerForLooking() throws -> (ledger: any Ledger, isWritable: Bool) {
        do {
            return (try ledger(), true)
        } catch LedgerError.readOnly(let place) {
            terminal.remark(
                "The ledger \(place) can't be written: what is read now is not remembered, and costs again.")
            do {
                return (try ledgerForReading(), false)
            } catch LedgerError.cannotOpen {
                // SQLite can't read a ledger in a folder where it may not even make its shared memory.
                terminal.remark("Nor can it be read from where it is: this looks as if nobody was ever told.")
                return (InMemoryLedger(), true)
            }
        } catch LedgerError.cannotOpen(let place, let why) {
            terminal.remark(
                "The ledger \(place) can't be opened (\(why)): this looks at the estate as if nobody was ever told.")
            return (InMemoryLedger(), true)
        }
    }

    /// For reading alone, without making or changing anything.
    func ledgerForReading() throws -> SQLiteLedger {
        guard case .sqlite(let path) = configuration.ledger else { throw DoorError.ledgerKindMissing }
        return try SQLiteLedger(path: path, access: .readOnly)
    }

    var watchSettings: WatchSettings {
        WatchSettings(
            policy: configuration.policy, mode: configuration.mode,
            accounts: configuration.accounts.overrides.mapValues {
                WatchSettings.AccountSettings(
                    mode: $0.mode, channel: $0.channel, maxDeactivations: $0.maxDeactivations)
            }, teams: configuration.teams)
    }

    var clock: RunClock {
        RunClock(
            policy: { [policyClock] in policyClock.now }, wall: { Date() },
            aheadOfAWS: { [tally] in tally.aheadOfAWS },
            sleep: { try await Task.sleep(for: .seconds($0)) },
            heartbeat: { try await Task.sleep(for: .seconds(20)) })
    }

    /// Runs `body` with everything that reaches outside, and closes it whatever happens.
    func open<Value>(_ body: (Outside) async throws -> Value) async throws -> Value {
        try await HTTPClient.withHTTPClient(configuration: AsyncHTTPSender.clientConfiguration()) { http in
            try await body(try await outside(http))
        }
    }

    private func outside(_ http: HTTPClient) async throws -> Outside {
        let profiles = try AWSProfiles.load(environment: environment)
        var settings = AWSTransport.Settings(
            endpoints: try AWSEndpoints(environment: environment, profiles: profiles))
        settings.userAgent = "relevo/\(Relevo.version)"
        settings.logger = logger
        settings.onClock = { [tally] in tally.read($0) }
        settings.onAttempt = { [tally, terminal] attempt in
            tally.count(attempt)
            terminal.show(attempt)
        }
        let sender = AsyncHTTPSender(client: http)
        let credentials = try DefaultCredentialsChain(
            environment: environment, profiles: profiles, sender: sender, settings: settings,
            sessionName: "relevo-\(run)")
        let hub = AWSTransport(sender: sender, settings: settings, credentials: credentials, scope: "hub")
        let identity = try await STSClient(hub).getCallerIdentity()
        guard let own = AccountID(rawValue: identity.account) else {
            throw AdapterError.malformed(what: "an account id", text: identity.account)
        }
        let accounts = configuration.accounts
        let roles = RoleNames(
            audit: accounts.auditRole, enforce: accounts.enforceRole, externalID: accounts.externalID,
            partition: settings.endpoints.partition.id)
        let direct = accounts.own == .direct ? own : nil
        return Outside(
            directory: directory(own, hub: hub), readers: IAMAccountReaders(hub: hub, roles: roles, direct: direct),
            deactivator: IAMKeyDeactivator(hub: hub, roles: roles, direct: direct),
            messenger: try messenger(http),
            heartbeat: configuration.heartbeatURL.map { Heartbeat(url: $0, http: http) })
    }

    private func directory(_ own: AccountID, hub: AWSTransport) -> any AccountDirectory {
        switch configuration.accounts.source {
        case .ownOnly: ListedAccounts([Account(id: own, name: own.rawValue)])
        case .list(let accounts): ListedAccounts(accounts)
        case .organization(let include, let exclude):
            OrganizationAccounts(organizations: OrganizationsClient(hub), include: include, exclude: exclude)
        }
    }

    private func messenger(_ http: HTTPClient) throws -> any Messenger {
        guard let slack = configuration.slack else { return SilentMessenger() }
        let client = try SlackClient(
            baseURL: slack.apiURL, token: try SlackTokenSource(environment: environment).token(slack.token),
            transport: HTTPSlackTransport(client: http), pace: SlackPace(), logger: logger,
            observe: { [terminal] in terminal.show($0) })
        return SlackMessenger(
            client: client, securityChannel: slack.channel, now: { [policyClock] in policyClock.now })
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
        guard let slack = configuration.slack else { throw DoorError.slackMissing }
        return SlackComposer(
            MessageSettings(
                policy: configuration.policy, securityChannel: slack.channel,
                help: MessageSettings.Help(url: configuration.help.url, text: configuration.help.text)))
    }

    func preview(_ outside: Outside, ledger: any Ledger) -> Preview {
        Preview(
            ledger: ledger, directory: outside.directory, readers: outside.readers, settings: watchSettings,
            clock: clock, logger: logger, progress: { [terminal, tally] in terminal.show($0, calls: tally.total) })
    }

    func watch(_ outside: Outside, ledger: any Ledger) throws -> Watch {
        Watch(
            ledger: ledger, directory: outside.directory, readers: outside.readers,
            deactivator: outside.deactivator, messenger: outside.messenger, composer: try composer(),
            settings: watchSettings, clock: clock, logger: logger,
            progress: { [terminal, tally] in terminal.show($0, calls: tally.total) })
    }
}

/// All that reaches out of the process.
struct Outside {
    let directory: any AccountDirectory
    let readers: any AccountReaders
    let deactivator: any KeyDeactivator
    let messenger: any Messenger
    let heartbeat: Heartbeat?
}
