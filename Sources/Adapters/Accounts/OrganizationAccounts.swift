package import AWS
package import KeyPolicy
import KeyWatch
package import Settings

/// The active accounts of the organisation, as far as the configuration includes them.
package struct OrganizationAccounts: AccountDirectory {
    private let organizations: OrganizationsClient
    private let include: Set<AccountSelector>
    private let exclude: Set<AccountSelector>

    package init(organizations: OrganizationsClient, include: Set<AccountSelector>, exclude: Set<AccountSelector>) {
        self.organizations = organizations
        self.include = include
        self.exclude = exclude
    }

    package func accounts() async throws -> [Account] {
        do {
            let list = try await organizations.accounts()
            let all = try list.items.filter(\.isActive).map(account)
            let included = include.isEmpty ? nil : try await ids(include)
            let excluded = try await ids(exclude)
            // An account that can't be read spoils the list only where it may be one that is watched.
            for unread in list.unread {
                let id = unread.id.flatMap(AccountID.init(rawValue:))
                guard let id, excluded.contains(id) || included?.contains(id) == false else {
                    throw AdapterError.malformed(what: "an account", text: unread.id ?? "without an id")
                }
            }
            return all.filter { (included?.contains($0.id) ?? true) && !excluded.contains($0.id) }
                .sorted { $0.id < $1.id }
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

    private func ids(_ selectors: Set<AccountSelector>) async throws -> Set<AccountID> {
        var ids: Set<AccountID> = []
        for selector in selectors {
            switch selector {
            case .account(let id): ids.insert(id)
            case .unit(let unit): ids.formUnion(try await accounts(under: unit, depth: 0))
            }
        }
        return ids
    }

    /// Organizations allows five levels of units; a deeper answer can't be right.
    private func accounts(under unit: String, depth: Int) async throws -> Set<AccountID> {
        guard depth <= 5 else { throw AdapterError.malformed(what: "a unit below the fifth level", text: unit) }
        let page = try await organizations.accounts(under: unit)
        var ids = Set(try page.items.map { try account($0).id })
        // Here the id is all that counts.
        for unread in page.unread {
            guard let id = unread.id.flatMap(AccountID.init(rawValue:)) else {
                throw AdapterError.malformed(what: "an account", text: unread.id ?? "without an id")
            }
            ids.insert(id)
        }
        for child in try await organizations.units(under: unit) {
            ids.formUnion(try await accounts(under: child.id, depth: depth + 1))
        }
        return ids
    }
}

extension AWSError {
    /// Whether other credentials, or a list of the accounts, are the way out: a call that failed is none of that.
    fileprivate var isForeignOrganization: Bool { isAccessDenied || code == "AWSOrganizationsNotInUseException" }
}
