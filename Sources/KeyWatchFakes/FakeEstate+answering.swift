import FoundationEssentials
import KeyPolicy
import Synchronization

extension FakeEstate {
    /// Counts a call, does what was set up to happen before it, and fails it if that was set up.
    ///
    /// Returns the error to throw after the call took effect, if its answer is to be lost.
    func answer(_ call: EstateCall, in account: AccountID?) throws -> EstateFault? {
        let hook = state.withLock { state in
            state.calls[call, default: 0] += 1
            return state.hooks.removeValue(forKey: call)
        }
        hook?(self)
        let fault = state.withLock { state -> Fault? in
            guard
                let index = state.faults.firstIndex(where: {
                    $0.call == call && $0.left > 0 && ($0.account == nil || $0.account == account)
                })
            else { return nil }
            if state.faults[index].left != .max { state.faults[index].left -= 1 }
            return state.faults[index]
        }
        guard let fault else { return nil }
        if !fault.takesEffect { throw fault.fault }
        return fault.fault
    }

    func account(_ id: AccountID) throws -> AccountState {
        guard let account = state.withLock({ $0.accounts[id] }) else {
            throw EstateFault("the fake estate has no account \(id)")
        }
        return account
    }

    func user(named name: String, in account: AccountID) throws -> User? {
        guard var user = try self.account(account).users.values.first(where: { $0.name == name }) else { return nil }
        let shown = state.withLock { $0.shown }
        for index in user.keys.indices {
            user.keys[index].status = shown[user.keys[index].id] ?? user.keys[index].status
        }
        return user
    }

    /// AWS creates a new report four hours after the last one, and returns the old one until then.
    func prepareSnapshot(of account: AccountID) {
        let now = clock.truth
        state.withLock { state in
            if let at = state.accounts[account]?.snapshot?.at, now < at.addingTimeInterval(4 * 3_600) { return }
            let users = state.accounts[account]?.users.values.sorted { $0.id < $1.id } ?? []
            state.accounts[account]?.snapshot = Snapshot(at: now, users: users)
        }
    }
}

/// The calls that the fake estate answers, to count them and to make them fail.
package enum EstateCall: Hashable, Sendable, CaseIterable {
    case accounts
    case openReader
    case prepareReport
    case report
    case users
    case accessKeys
    case lastUse
    case trail
    case keyCalls
    case openSession
    case readAgain
    case deactivate
    case restore
}

/// The error of a call that was made to fail.
package struct EstateFault: Error, Hashable, CustomStringConvertible {
    package let description: String

    /// Whether AWS certainly refused; garbage leaves that open.
    package var isDefinite: Bool { self == .denied || self == .throttled }

    package init(_ description: String) { self.description = description }

    package static let denied = EstateFault("AccessDenied: not authorised to perform this call")
    package static let throttled = EstateFault("Throttling: rate exceeded")
    package static let garbage = EstateFault("the answer is not XML")
}
