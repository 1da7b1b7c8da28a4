import AWS
import Adapters
import Composition
import FoundationEssentials
import KeyPolicy
import KeyWatch
import Settings

/// Checks whose credentials Relevo has, from where, and until when.
struct CredentialsExamination {
    /// AWS, opened with credentials that work.
    struct OpenedAWS {
        let hub: AWSTransport
        let own: AccountID
        /// Whose they are.
        let arn: String
    }

    private let context: any DoctorContext
    private let clients: HTTPClients

    init(_ context: any DoctorContext, clients: HTTPClients) {
        self.context = context
        self.clients = clients
    }

    func opened() async -> (Check, OpenedAWS?) {
        var origin = "AWS"
        do {
            let hub = try context.factory.hub(clients)
            origin = hub.credentials.origin
            let credentials = try await hub.credentials.credentials()
            let identity = try await STSClient(hub.transport).getCallerIdentity()
            guard let own = AccountID(rawValue: identity.account) else {
                throw AdapterError.malformed(what: "an account id", text: identity.account)
            }
            let until =
                credentials.expiration.map { "valid until \($0.isoInstant)" }
                ?? (credentials.sessionToken == nil ? "a long-lived key, no expiry" : "temporary, renewed from outside")
            return (
                .good("credentials", origin, "are \(identity.arn), \(until)."),
                OpenedAWS(hub: hub.transport, own: own, arn: identity.arn)
            )
        } catch {
            return (
                .bad("credentials", origin, "can't be used: \(error)", fix: Self.fix(error, origin: origin)), nil
            )
        }
    }

    private static func fix(_ error: any Error, origin: String) -> String {
        guard let error = error as? AWSError else { return "Check AWS_ENDPOINT_URL: this is not an answer from AWS." }
        return Fix(aws: error, origin: origin).text
    }
}

extension CredentialsExamination.OpenedAWS {
    /// Lists the watched accounts, or those of `--account` among them.
    func directory(_ context: any DoctorContext, only: Set<AccountID>) async -> (Check, [Account], AccountListing?) {
        do {
            let listing = try await context.configuration.directory(own, hub: hub).accounts()
            let all = listing.watched
            if let missing = only.subtracting(all.map(\.id)).min() {
                return (
                    .bad(
                        "organization", missing.rawValue,
                        "is not a watched account.\(NearestMatch.hint(missing.rawValue, in: all.map(\.id.rawValue)))",
                        fix: "Correct --account, or accounts.include and accounts.exclude."), [], listing
                )
            }
            let asked = only.isEmpty ? all : all.filter { only.contains($0.id) }
            guard !all.isEmpty else {
                return (
                    .bad(
                        "organization", "accounts", "has no active account that is watched.",
                        fix: "Correct accounts.include and accounts.exclude."), [], listing
                )
            }
            return (
                .good("organization", source(context), "\(all.count) accounts are watched\(part(asked, of: all))."),
                asked,
                listing
            )
        } catch {
            return (
                .bad(
                    "organization", source(context), "\(error)",
                    fix: "Allow organizations:ListAccounts (and, with units in include or exclude, "
                        + "organizations:ListAccountsForParent and ListOrganizationalUnitsForParent) to \(arn), or list "
                        + "the accounts under accounts.list."), [], nil
            )
        }
    }

    private func part(_ asked: [Account], of all: [Account]) -> String {
        asked.count == all.count ? "" : ", \(asked.count) of them checked here"
    }

    private func source(_ context: any DoctorContext) -> String {
        switch context.configuration.accounts.source {
        case .ownOnly: "Relevo's own account"
        case .list: "accounts.list"
        case .organization: "accounts.organization"
        }
    }
}
