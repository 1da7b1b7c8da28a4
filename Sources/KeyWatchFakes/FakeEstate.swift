package import FoundationEssentials
package import KeyPolicy
import Synchronization

/// AWS as a test needs it: accounts, users and keys that a test changes over time, behind KeyWatch's ports.
///
/// Credential reports are snapshots up to four hours old, as AWS's are. What no test set up is refused.
package final class FakeEstate: Sendable {
    package let clock: FixedClock
    let state = Mutex(State())

    package init(clock: FixedClock, accounts: [Account]) {
        self.clock = clock
        state.withLock { state in
            for account in accounts { state.accounts[account.id] = AccountState(account: account) }
        }
    }

    struct State {
        var accounts: [AccountID: AccountState] = [:]
        var made = 0
        var calls: [EstateCall: Int] = [:]
        var faults: [Fault] = []
        var hooks: [EstateCall: @Sendable (FakeEstate) -> Void] = [:]
        var changes: [StatusChange] = []
        var activities: [AccessKeyID: KeyActivity] = [:]
        var keyCalls: [AccessKeyID: [KeyCall]] = [:]
        /// What reads show instead of a key's status.
        var shown: [AccessKeyID: KeyStatus] = [:]
    }

    struct AccountState {
        let account: Account
        /// Why it is not watched; nil while it is.
        var absence: AccountAbsence?
        var users: [UserID: User] = [:]
        var snapshot: Snapshot?
        /// AWS's "last rotated" may mean "last changed": such an account's reports show this instant for every key.
        var lastChanged: Date?
        var reportsAreMade = true
        var pageSize = 1_000

        var isPresent: Bool { absence == nil }
    }

    struct Snapshot {
        let at: Date
        let users: [User]
    }

    struct Fault {
        let call: EstateCall
        let account: AccountID?
        let fault: EstateFault
        var left: Int
        /// The call takes effect and only its answer is lost.
        let takesEffect: Bool
    }

    // MARK: What tests read

    package var changes: [StatusChange] { state.withLock { $0.changes } }

    package var deactivations: [StatusChange] { changes.filter { $0.byRelevo && !$0.isActive } }

    package func calls(_ call: EstateCall) -> Int { state.withLock { $0.calls[call] ?? 0 } }

    package var allCalls: Int { state.withLock { $0.calls.values.reduce(0, +) } }

    package func forgetCalls() { state.withLock { $0.calls = [:] } }

    /// All users of the present accounts, in order.
    package var users: [User] {
        state.withLock { state in
            let users = state.accounts.values.filter(\.isPresent).flatMap(\.users.values)
            return users.indices.sorted { users[$0].id < users[$1].id }.map { users[$0] }
        }
    }

    /// Whether a user of that name exists in the account, present or not.
    package func hasUser(named name: String, in account: AccountID) -> Bool {
        state.withLock { $0.accounts[account]?.users.values.contains { $0.name == name } ?? false }
    }

    package func isPresent(_ account: AccountID) -> Bool {
        state.withLock { $0.accounts[account]?.isPresent ?? false }
    }

    package func user(_ id: UserID) -> User? {
        state.withLock { state in state.accounts.values.lazy.compactMap { $0.users[id] }.first }
    }

    package func exists(_ key: AccessKeyID) -> Bool { state.withLock { $0.holder(of: key) != nil } }

    package func isActive(_ key: AccessKeyID) -> Bool {
        state.withLock { state in
            state.accounts.values.contains { account in
                account.users.values.contains { $0.keys.contains { $0.id == key && $0.status == .active } }
            }
        }
    }
}

/// A key's status changing in the fake estate, with the user as it was at that instant.
package struct StatusChange: Hashable, Sendable {
    package let user: User
    package let key: AccessKeyID
    package let createdAt: Date
    package let isActive: Bool
    /// By the clock of the machine that Relevo runs on.
    package let at: Date
    /// By AWS's.
    package let trueAt: Date
    /// False if somebody else did it.
    package let byRelevo: Bool

    package var address: KeyAddress { user.address(of: key) }
}
