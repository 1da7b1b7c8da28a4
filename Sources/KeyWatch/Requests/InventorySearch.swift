import FoundationEssentials
package import KeyPolicy

/// Finds what was named on the command line in the inventory, without calling AWS.
package struct InventorySearch: Sendable {
    /// A user with its account, as last seen.
    package struct Found: Hashable, Sendable {
        package let account: AccountInventory
        package let user: User
    }

    private let inventory: any InventoryStore
    /// When not empty, only these accounts are searched.
    private let accounts: Set<AccountID>

    package init(_ inventory: any InventoryStore, in accounts: Set<AccountID> = []) {
        self.inventory = inventory
        self.accounts = accounts
    }

    /// Throws `InterventionRefusal.unknownKey`.
    package func holder(of key: AccessKeyID) async throws -> Found {
        for try await found in try await everyone() where found.user.keys.contains(where: { $0.id == key }) {
            return found
        }
        throw InterventionRefusal.unknownKey(key)
    }

    /// By name, ARN or unique id. Throws `InterventionRefusal.unknownUser` or `.severalUsers`.
    package func user(_ text: String) async throws -> Found {
        var found: [Found] = []
        for try await one in try await everyone()
        where [one.user.name, one.user.arn, one.user.id.rawValue].contains(text) { found.append(one) }
        guard let first = found.first else { throw InterventionRefusal.unknownUser(text) }
        guard found.count == 1 else {
            throw InterventionRefusal.severalUsers(text, accounts: found.map(\.account.account.id).sorted())
        }
        return first
    }

    /// Every user, account by account. Throws `InterventionRefusal.unknownAccount`.
    package func everyone() async throws -> AsyncThrowingStream<Found, any Error> {
        let all = try await inventory.accounts()
        if let stranger = accounts.subtracting(all.map(\.account.id)).min() {
            throw InterventionRefusal.unknownAccount(stranger, known: all.map(\.account.id).sorted())
        }
        let known = all.filter { accounts.isEmpty || accounts.contains($0.account.id) }
        return AsyncThrowingStream { stream in
            let work = Task {
                do {
                    for account in known {
                        for stored in try await inventory.everyUser(in: account.account.id)
                        where stored.missingSince == nil {
                            stream.yield(Found(account: account, user: stored.user))
                        }
                    }
                    stream.finish()
                } catch {
                    stream.finish(throwing: error)
                }
            }
            stream.onTermination = { _ in work.cancel() }
        }
    }
}
