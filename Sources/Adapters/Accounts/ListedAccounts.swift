package import KeyPolicy
import KeyWatch

/// The accounts that the configuration lists.
package struct ListedAccounts: AccountDirectory {
    private let list: [Account]

    package init(_ list: [Account]) { self.list = list }

    package func accounts() async throws -> [Account] { list }
}
