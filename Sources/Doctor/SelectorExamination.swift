import Composition
import KeyPolicy
import KeyWatch

/// Checks that everything in the configuration exists: accounts as AWS lists them, users and keys as of the last complete scan.
struct SelectorExamination {
    private static let id = "selector"

    private let context: any DoctorContext
    private let clients: HTTPClients
    private let ownUser: String

    init(_ context: any DoctorContext, clients: HTTPClients, ownUser: String) {
        self.context = context
        self.clients = clients
        self.ownUser = ownUser
    }

    func checks(_ listing: AccountListing) async -> [Check] {
        do {
            let ledger = try? await context.ledgerForReading(clients)
            let inventory: any InventoryStore = ledger ?? InMemoryLedger()
            let complete = Set(try await inventory.accounts().filter(\.isComplete).map(\.account.id))
            let settings = context.configuration.watchSettings(readOnly: [], ownUser: ARNPattern(exactly: ownUser))
            let search = SelectorSearch(inventory: inventory, settings: settings)
            let unmatched = try await search.unmatched(in: listing, complete: complete, now: context.now)
            let names = UserSelector.all(of: settings.policy, besides: settings.ownUser, at: context.now)
            let rest = summary(unmatched, of: names, listing, complete)
            return unmatched.map(bad) + (try await teams(search, listing, complete)) + [rest].compactMap(\.self)
        } catch {
            return [.unknown(Self.id, "configuration", "is not checked: \(error)", fix: Fix.again)]
        }
    }

    private func bad(_ selector: UnmatchedSelector) -> Check {
        let nearest = selector.nearest.map { " The nearest is \($0)." } ?? ""
        return .bad(
            Self.id, selector.setting, "there is no \(selector.missing), so this entry does nothing.\(nearest)",
            fix: "Correct or remove \(selector.setting) in the configuration.")
    }

    private func summary(
        _ unmatched: [UnmatchedSelector], of names: [UserSelector], _ listing: AccountListing,
        _ complete: Set<AccountID>
    ) -> Check? {
        let unread = listing.watched.map(\.id).count { account in
            !complete.contains(account) && names.contains { $0.isAbout(account) }
        }
        if unread > 0 {
            return .unknown(
                Self.id, "policy",
                "names users or keys of accounts that the last scan did not read completely (\(unread)): not checked.",
                fix: "Run `relevo scan`, then `relevo doctor` again.")
        }
        return unmatched.isEmpty ? .good(Self.id, "configuration", "names only what exists.") : nil
    }

    /// A team without machines weakens no protection, so it is reported but is not a fault.
    private func teams(
        _ search: SelectorSearch, _ listing: AccountListing, _ complete: Set<AccountID>
    ) async throws -> [Check] {
        guard listing.watched.allSatisfy({ complete.contains($0.id) }) else { return [] }
        return try await search.unusedTeams(in: listing).map {
            .unknown(
                Self.id, "teams.\($0)", "doesn't match the `team` tag of any machine.",
                fix: "Tag the team's machines `team=\($0)`, or remove teams.\($0).")
        }
    }
}
