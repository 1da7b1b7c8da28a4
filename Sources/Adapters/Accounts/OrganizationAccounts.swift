package import AWS
package import KeyPolicy
package import KeyWatch
package import Settings

/// The active accounts of the organization that the configuration includes.
package struct OrganizationAccounts: AccountDirectory {
    private let organizations: OrganizationsClient
    private let include: Set<AccountSelector>
    private let exclude: Set<AccountSelector>

    package init(organizations: OrganizationsClient, include: Set<AccountSelector>, exclude: Set<AccountSelector>) {
        self.organizations = organizations
        self.include = include
        self.exclude = exclude
    }

    /// Throws `AdapterError.organizationMissing`, or `.malformed` if an answer can't come from Organizations.
    package func accounts() async throws -> AccountListing {
        do {
            let list = try await organizations.accounts()
            let all = try list.items.map { (account: try account($0), state: $0.state, isActive: $0.isActive) }
            // An organization always has its management account.
            guard !all.isEmpty || !list.unreadable.isEmpty else {
                throw AdapterError.malformed(what: "an organization", text: "without accounts")
            }
            let unread = list.unreadable.compactMap { $0.id.flatMap(AccountID.init(rawValue:)) }
            let known = all.map(\.account.id) + unread
            let included = try await chosen(by: include, setting: "accounts.include", among: known)
            let excluded = try await chosen(by: exclude, setting: "accounts.exclude", among: known)
            func isLeftOut(_ account: AccountID) -> Bool {
                !(include.isEmpty || included.ids.contains(account)) || excluded.ids.contains(account)
            }
            // An account that can't be read invalidates the list only if it may be a watched one.
            guard unread.count == list.unreadable.count, unread.allSatisfy(isLeftOut) else {
                let odd = list.unreadable.first {
                    $0.id.flatMap(AccountID.init(rawValue:)).map { !isLeftOut($0) } ?? true
                }
                throw AdapterError.malformed(what: "an account", text: odd?.id ?? "without an id")
            }
            var watched: [Account] = []
            var unwatched = Dictionary(unread.map { ($0, AccountAbsence.leftOut) }, uniquingKeysWith: { $1 })
            for (account, state, isActive) in all {
                if isLeftOut(account.id) {
                    unwatched[account.id] = .leftOut
                } else if !isActive {
                    unwatched[account.id] = .notActive(state: state)
                } else {
                    watched.append(account)
                }
            }
            return AccountListing(
                watched: watched.sorted { $0.id < $1.id }, unwatched: unwatched, otherwise: .leftOrganization,
                unmatched: included.unmatched + excluded.unmatched)
        } catch let error as AWSError {
            throw AdapterError.organizationMissing("\(error)", isForeign: error.isForeignOrganization)
        }
    }

    private func account(_ account: OrganizationAccount) throws -> Account {
        guard let id = AccountID(rawValue: account.id) else {
            throw AdapterError.malformed(what: "an account id", text: account.id)
        }
        return Account(id: id, name: account.name)
    }

    private func chosen(
        by selectors: Set<AccountSelector>, setting: String, among known: [AccountID]
    ) async throws -> (ids: Set<AccountID>, unmatched: [UnmatchedSelector]) {
        var ids: Set<AccountID> = []
        var unmatched: [UnmatchedSelector] = []
        for selector in selectors.sorted(by: { $0.text < $1.text }) {
            switch selector {
            case .account(let id):
                ids.insert(id)
                guard !known.contains(id) else { continue }
                unmatched.append(
                    UnmatchedSelector(
                        setting: setting, missing: "account \(id) in the organization",
                        nearest: NearestMatch.to(id.rawValue, in: known.map(\.rawValue))))
            case .unit(let unit):
                if let members = try await members(of: unit) {
                    ids.formUnion(members)
                } else {
                    unmatched.append(
                        UnmatchedSelector(setting: setting, missing: "unit \(unit) in the organization"))
                }
            }
        }
        return (ids, unmatched)
    }

    /// All accounts under a unit; nil when there is no such unit.
    private func members(of unit: String) async throws -> Set<AccountID>? {
        let direct: AWSPage<OrganizationAccount>
        do {
            direct = try await organizations.accounts(under: unit)
        } catch let error as AWSError where error.code == "ParentNotFoundException" {
            return nil
        }
        return try await accounts(direct, under: unit, depth: 0)
    }

    /// Organizations allows five levels of units; a deeper answer can't be right.
    private func accounts(
        _ page: AWSPage<OrganizationAccount>, under unit: String, depth: Int
    ) async throws -> Set<AccountID> {
        guard depth <= 5 else { throw AdapterError.malformed(what: "a unit below the fifth level", text: unit) }
        var ids = Set(try page.items.map { try account($0).id })
        // Only the id matters here.
        for unread in page.unreadable {
            guard let id = unread.id.flatMap(AccountID.init(rawValue:)) else {
                throw AdapterError.malformed(what: "an account", text: unread.id ?? "without an id")
            }
            ids.insert(id)
        }
        // If a unit below disappears meanwhile, the list is incomplete, so that error is thrown.
        for child in try await organizations.units(under: unit) {
            let members = try await organizations.accounts(under: child.id)
            ids.formUnion(try await accounts(members, under: child.id, depth: depth + 1))
        }
        return ids
    }
}

extension AWSError {
    /// Whether other credentials, or a list of the accounts, solve it; false for a call that merely failed.
    fileprivate var isForeignOrganization: Bool { isAccessDenied || code == "AWSOrganizationsNotInUseException" }
}

/// The accounts that the configuration lists.
package struct ListedAccounts: AccountDirectory {
    private let list: [Account]

    package init(_ list: [Account]) { self.list = list }

    package func accounts() async throws -> AccountListing {
        AccountListing(watched: list.sorted { $0.id < $1.id }, otherwise: .leftOut)
    }
}
