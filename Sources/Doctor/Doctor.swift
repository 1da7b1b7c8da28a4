import AWS
import Composition
package import KeyPolicy
import KeyWatch
import Settings

/// Checks everything a run needs, in the order of a run, and changes nothing.
package struct Doctor {
    private let context: any DoctorContext
    private let only: Set<AccountID>

    package init(_ context: any DoctorContext, only: Set<AccountID>) {
        self.context = context
        self.only = only
    }

    /// - Parameter file: the path of the configuration, for its check.
    package func checks(file: String) async throws -> [Check] {
        let ledger = await LedgerExamination(context).examined()
        return try await context.factory.openClients { clients in
            var checks = [configuration(file)]
            checks += await aws(clients, ledger)
            let slack = await SlackExamination(context, clients: clients)
                .checks(people: ledger.people, shared: ledger.shared.ids, withoutID: ledger.withoutSlackID)
            checks += slack + ledger.checks
            if slack.contains(where: { $0.id == "slack-token" && $0.ok == true }) {
                checks += await LedgerAgeExamination(context, clients: clients).checks()
            }
            checks.append(zone)
            return checks
        }
    }

    private func configuration(_ file: String) -> Check {
        let configuration = context.configuration
        let overrides = configuration.accounts.overrides.values.compactMap(\.mode)
        let others = overrides.isEmpty ? "" : ", \(overrides.count) with a mode of their own"
        return .good(Check.configurationID, file, "is valid: mode \(configuration.mode.rawValue)\(others).")
    }

    private func aws(_ clients: HTTPClients, _ ledger: LedgerExamination.Result) async -> [Check] {
        let (credentials, opened) = await CredentialsExamination(context, clients: clients).opened()
        guard let opened else {
            return [
                credentials, .unknown("organization", "accounts", "is not checked without credentials."),
                .unknown("clock", "this machine", "is not checked without an answer from AWS."),
            ]
        }
        var checks = [credentials]
        let (directory, accounts, listing) = await opened.directory(context, only: only)
        checks.append(directory)
        if let listing {
            checks += await SelectorExamination(context, clients: clients, ownUser: opened.arn).checks(listing)
        }
        checks += await AccountExamination(context, opened, keys: ledger.keys).checks(accounts)
        checks.append(clock)
        return checks
    }

    private var clock: Check {
        guard let ahead = context.factory.metrics.aheadOfAWS else {
            return .unknown("clock", "this machine", "is not checked: no answer from AWS had the time.")
        }
        let seconds = Int(abs(ahead).rounded())
        if abs(ahead) > RunClock.tolerance {
            return .bad(
                "clock", "this machine",
                "is \(seconds) s \(ahead > 0 ? "ahead of" : "behind") AWS: nothing is deactivated with such a difference.",
                fix: "Set this machine's clock, and keep it set with NTP.")
        }
        return .good(
            "clock", "this machine",
            abs(ahead) <= RunClock.grain
                ? "agrees with AWS." : "differs from AWS by \(seconds) s, which is within the limit.")
    }

    private var zone: Check {
        guard let hours = context.configuration.policy.hours else {
            return .unknown(
                "zone", "policy.hours", "is not set: keys are deactivated at any hour, and no zone file is needed.")
        }
        // A configuration whose zone file can't be used is refused, so this one was read.
        let standing = hours.zone.standing(at: context.now)
        return .good(
            "zone", hours.zone.name,
            "was read from this machine's zone files; the zone is \(standing.abbreviation) now, "
                + "\(hours.contains(context.now) ? "within" : "outside") working hours.")
    }
}
