package import FoundationEssentials
package import KeyPolicy

extension UnmatchedSelector {
    package var problem: Problem { Problem(.selectorWithoutMatch, about: .name(setting), description) }
}

/// Finds entries of the configuration that match nothing, once accounts were read completely: an unknown account
/// proves nothing.
package struct SelectorSearch: Sendable {
    private let inventory: any InventoryStore
    private let settings: WatchSettings

    package init(inventory: any InventoryStore, settings: WatchSettings) {
        self.inventory = inventory
        self.settings = settings
    }

    /// - Parameters:
    ///   - complete: the accounts that were read completely.
    ///   - now: exemptions that are over by then don't count.
    package func unmatched(
        in listing: AccountListing, complete: Set<AccountID>, now: Date
    ) async throws -> [UnmatchedSelector] {
        let selectors = UserSelector.all(of: settings.policy, besides: settings.ownUser, at: now)
        let open = try await withoutMatch(selectors, in: listing)
        let judged = open.filter { isJudged($0, in: listing, complete: complete) }
        return listing.unmatched + overrides(in: listing) + (try await named(judged, in: listing))
    }

    /// Names of teams that no machine's `team` tag has.
    package func unusedTeams(in listing: AccountListing) async throws -> [String] {
        var unused = Set(settings.teams.keys)
        for account in listing.watched where !unused.isEmpty {
            try await everyUser(in: account.id) { user in
                if user.owner.type == .machine, let team = user.owner.team { unused.remove(team) }
                return !unused.isEmpty
            }
        }
        return unused.sorted()
    }

    private func overrides(in listing: AccountListing) -> [UnmatchedSelector] {
        let known = Set(listing.watched.map(\.id)).union(listing.unwatched.keys)
        return settings.accounts.keys.filter { !known.contains($0) }.sorted().map { account in
            UnmatchedSelector(
                setting: "accounts.overrides", missing: "account \(account) among those that are watched",
                nearest: NearestMatch.to(account.rawValue, in: known.map(\.rawValue).sorted()))
        }
    }

    private func withoutMatch(
        _ selectors: [UserSelector], in listing: AccountListing
    ) async throws -> [UserSelector] {
        var open = selectors
        guard !open.isEmpty else { return [] }
        for account in listing.watched.map(\.id) where open.contains(where: { $0.isAbout(account) }) {
            try await everyUser(in: account) { user in
                open.removeAll { $0.matches(user) }
                return !open.isEmpty
            }
        }
        return open
    }

    /// Whether every account that the selector may be about was read.
    private func isJudged(_ selector: UserSelector, in listing: AccountListing, complete: Set<AccountID>) -> Bool {
        let about = listing.watched.map(\.id).filter(selector.isAbout)
        // In accounts that are deliberately not watched, nothing needs to be protected.
        if about.isEmpty { return !listing.unwatched.keys.contains(where: selector.isAbout) }
        return about.allSatisfy(complete.contains)
    }

    private func named(_ selectors: [UserSelector], in listing: AccountListing) async throws -> [UnmatchedSelector] {
        guard !selectors.isEmpty else { return [] }
        var searches = selectors.map(UserSelector.Search.init(for:))
        for account in listing.watched.map(\.id) {
            let about = selectors.indices.filter { selectors[$0].isAbout(account) }
            guard !about.isEmpty else { continue }
            try await everyUser(in: account) { user in
                for index in about { searches[index].see(user) }
                return true
            }
        }
        let watched = listing.watched.map(\.id.rawValue)
        return zip(selectors, searches).map { selector, search in
            if let account = selector.onlyAccount, !watched.contains(account.rawValue) {
                return UnmatchedSelector(
                    setting: selector.setting, missing: "\(selector.missing): account \(account) is not watched",
                    nearest: NearestMatch.to(account.rawValue, in: watched))
            }
            return UnmatchedSelector(
                setting: selector.setting, missing: selector.missing, nearest: search.nearest)
        }
    }

    /// Every user of one account, as last seen, until `look` returns false.
    private func everyUser(in account: AccountID, _ look: (User) -> Bool) async throws {
        var after: UserID?
        while true {
            let page = try await inventory.users(in: account, after: after, limit: 500)
            for stored in page where !look(stored.user) { return }
            guard let last = page.last, page.count == 500 else { return }
            after = last.user.id
        }
    }
}
