import FoundationEssentials
package import KeyPolicy
package import KeyWatch
import Synchronization

extension FakeEstate: AccountDirectory, AccountReaders, KeyDeactivator {
    package func accounts() async throws -> AccountListing {
        if let lost = try answer(.accounts, in: nil) { throw lost }
        return state.withLock { state in
            let accounts = state.accounts.values
            let absent = accounts.compactMap { account in account.absence.map { (account.account.id, $0) } }
            return AccountListing(
                watched: accounts.filter(\.isPresent).map(\.account).sorted { $0.id < $1.id },
                unwatched: Dictionary(uniqueKeysWithValues: absent).filter { $0.value != .leftOrganization },
                otherwise: .leftOrganization)
        }
    }

    package func reader(for account: Account, run: RunID) async throws -> any AccountReader {
        if let lost = try answer(.openReader, in: account.id) { throw lost }
        return FakeAccountReader(estate: self, account: account.id)
    }

    package func session(for user: User, run: RunID) async throws -> any DeactivationSession {
        if let lost = try answer(.openSession, in: user.account) { throw lost }
        return FakeDeactivationSession(estate: self, expected: user)
    }
}

/// One user's keys in the fake estate, under one session's policy.
struct FakeDeactivationSession: DeactivationSession {
    let estate: FakeEstate
    let expected: User

    func user() async throws -> User {
        if let lost = try estate.answer(.readAgain, in: expected.account) { throw lost }
        guard var user = try estate.user(named: expected.name, in: expected.account) else {
            throw EstateFault("NoSuchEntity: no user named \(expected.name)")
        }
        for index in user.keys.indices { user.keys[index].lastUse = .unknown("not looked up") }
        return user
    }

    func lastUse(of key: AccessKeyID) async throws -> LastUse {
        try await FakeAccountReader(estate: estate, account: expected.account).lastUse(of: key)
    }

    func deactivate(_ permit: DeactivationPermit, before limit: Date) async throws {
        let lost: EstateFault?
        do {
            lost = try estate.answer(.deactivate, in: permit.address.account)
        } catch let fault as EstateFault where fault.isDefinite {
            throw DeactivationRefused("\(fault)")
        }
        guard estate.clock.runClock.wall() < limit else { throw DeactivationRefused("its time was over") }
        let user = try estate.user(named: permit.userName, in: permit.address.account)
        guard user?.keys.contains(where: { $0.id == permit.address.key }) ?? false else {
            throw EstateFault("NoSuchEntity: no key \(permit.address.key.masked)")
        }
        estate.change(permit.address.key, active: false, byRelevo: true)
        if let lost { throw lost }
    }
}

/// Activates keys of the fake estate again.
package struct FakeRestorer: KeyRestorer {
    private let estate: FakeEstate

    package init(_ estate: FakeEstate) { self.estate = estate }

    package func session(for user: User, run: RunID) async throws -> any RestoreSession {
        if let lost = try estate.answer(.openSession, in: user.account) { throw lost }
        return Session(estate: estate, expected: user)
    }

    private struct Session: RestoreSession {
        let estate: FakeEstate
        let expected: User

        func user() async throws -> User {
            try await FakeDeactivationSession(estate: estate, expected: expected).user()
        }

        func restore(_ key: AccessKeyID, before limit: Date) async throws {
            let lost: EstateFault?
            do {
                lost = try estate.answer(.restore, in: expected.account)
            } catch let fault as EstateFault where fault.isDefinite {
                throw RestoreRefused("\(fault)")
            }
            guard estate.clock.runClock.wall() < limit else { throw RestoreRefused("its time was over") }
            estate.change(key, active: true, byRelevo: true)
            if let lost { throw lost }
        }
    }
}
