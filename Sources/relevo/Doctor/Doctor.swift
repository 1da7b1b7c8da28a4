import AWS
import Composition
import KeyPolicy
import KeyWatch
import Settings

/// Checks everything a run needs, in the order in which a run would meet it, and changes nothing.
struct Doctor {
    private let context: AppContext
    private let only: Set<AccountID>

    init(_ context: AppContext, only: Set<AccountID>) {
        self.context = context
        self.only = only
    }

    /// - Parameter file: the configuration's, for its own line.
    func checks(file: String) async throws -> [Check] {
        let ledger = await LedgerExamination(context).examined()
        return try await context.factory.openClients { clients in
            var checks = [configuration(file)]
            checks += await aws(clients, ledger)
            checks += await SlackExamination(context, clients: clients).checks(people: ledger.people)
            checks += ledger.checks
            checks.append(zone)
            return checks
        }
    }

    private func configuration(_ file: String) -> Check {
        let configuration = context.configuration
        let overrides = configuration.accounts.overrides.values.compactMap(\.mode)
        let others = overrides.isEmpty ? "" : ", \(overrides.count) with a mode of their own"
        return .good("configuration", file, "is read and fits together: mode \(configuration.mode.rawValue)\(others).")
    }

    private func aws(_ clients: HTTPClients, _ ledger: LedgerExamination.Result) async -> [Check] {
        let (credentials, entered) = await CredentialsExamination(context, clients: clients).entered()
        guard let entered else {
            return [
                credentials, .unknown("organization", "accounts", "is not checked without credentials."),
                .unknown("clock", "this machine", "is not checked without an answer from AWS."),
            ]
        }
        var checks = [credentials]
        let (directory, accounts, listing) = await entered.directory(context, only: only)
        checks.append(directory)
        if let listing { checks += await SelectorExamination(context, ownUser: entered.arn).checks(listing) }
        checks += await AccountExamination(context, entered, keys: ledger.keys).checks(accounts)
        checks.append(clock)
        return checks
    }

    private var clock: Check {
        guard let ahead = context.factory.metrics.aheadOfAWS else {
            return .unknown("clock", "this machine", "is not checked: no answer of AWS's said what time it is.")
        }
        let seconds = Int(abs(ahead).rounded())
        if abs(ahead) > RunClock.tolerance {
            return .bad(
                "clock", "this machine",
                "is \(seconds) s \(ahead > 0 ? "ahead of" : "behind") AWS: nothing is deactivated that far apart.",
                mend: "Set this machine's clock, and keep it set with NTP.")
        }
        return .good(
            "clock", "this machine",
            abs(ahead) <= RunClock.grain ? "agrees with AWS." : "is \(seconds) s apart from AWS, which is near enough.")
    }

    private var zone: Check {
        guard let hours = context.configuration.policy.hours else {
            return .unknown(
                "zone", "policy.hours", "is not set: keys are deactivated at any hour, and no zone file is needed.")
        }
        // An unusable zone file is refused with the configuration, so this one was read.
        let standing = hours.zone.standing(at: context.now)
        return .good(
            "zone", hours.zone.name,
            "was read from this machine's zone files; it is \(standing.abbreviation) there, and now "
                + "\(hours.contains(context.now) ? "within" : "outside") working hours.")
    }
}
