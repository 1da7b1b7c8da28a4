package import FoundationEssentials
package import KeyPolicy
import Synchronization

/// Changes of the estate.
extension FakeEstate {
    /// A new user; `engineer` tags are `["type": "engineer", "slack-id": …]`.
    @discardableResult
    package func addUser(
        _ name: String, in account: AccountID, tags: [String: String], createdAt: Date? = nil, path: String = "/"
    ) -> UserID {
        state.withLock { state in
            state.made += 1
            let id = Self.made("AIDA", state.made, UserID.init(rawValue:))
            let user = User(
                account: account, id: id, name: name, path: path, arn: Self.arn(account, path, name),
                createdAt: createdAt ?? clock.now, tags: tags, keys: [])
            state.accounts[account]?.users[id] = user
            return id
        }
    }

    @discardableResult
    package func addKey(
        _ user: UserID, createdAt: Date? = nil, status: KeyStatus = .active, lastUse: LastUse = .never
    ) -> AccessKeyID {
        state.withLock { state in
            state.made += 1
            let id = Self.made("AKIA", state.made, AccessKeyID.init(rawValue:))
            let key = AccessKey(id: id, status: status, createdAt: createdAt ?? clock.now, lastUse: lastUse)
            state.change(user) { $0.keys.append(key) }
            return id
        }
    }

    package func deleteKey(_ key: AccessKeyID) {
        state.withLock { state in
            guard let user = state.holder(of: key) else { return }
            state.change(user.id) { $0.keys.removeAll { $0.id == key } }
        }
    }

    package func deleteUser(_ id: UserID) {
        state.withLock { state in
            for account in state.accounts.keys { state.accounts[account]?.users[id] = nil }
        }
    }

    /// Somebody other than Relevo activates or deactivates a key.
    package func set(_ key: AccessKeyID, active: Bool) { change(key, active: active, byRelevo: false) }

    /// Somebody signs with a key, now or at another instant.
    package func use(_ key: AccessKeyID, at instant: Date? = nil) {
        state.withLock { state in
            guard let user = state.holder(of: key) else { return }
            state.change(user.id) { user in
                for index in user.keys.indices where user.keys[index].id == key {
                    user.keys[index].lastUse = .used(at: instant ?? clock.now, service: "s3", region: nil)
                }
            }
        }
    }

    package func tag(_ id: UserID, _ name: String, _ value: String?) {
        replace(id) { user in
            var tags = user.tags
            tags[name] = value
            return (user.name, tags)
        }
    }

    package func rename(_ id: UserID, to name: String) { replace(id) { (name, $0.tags) } }

    /// From now on the account is not watched.
    package func leave(_ account: AccountID, why: AccountAbsence = .leftOrganization) {
        state.withLock { $0.accounts[account]?.absence = why }
    }

    package func comeBack(_ account: AccountID) { state.withLock { $0.accounts[account]?.absence = nil } }

    package func setPageSize(_ size: Int, in account: AccountID) {
        state.withLock { $0.accounts[account]?.pageSize = size }
    }

    /// From the next snapshot on every key of the account shows this as its "last rotated".
    package func reportLastChanged(_ instant: Date?, in account: AccountID) {
        state.withLock { $0.accounts[account]?.lastChanged = instant }
    }

    /// Whether reports are ever completed.
    package func makeReports(_ made: Bool, in account: AccountID) {
        state.withLock { $0.accounts[account]?.reportsAreMade = made }
    }

    /// Makes a call fail, in one account or in all, so many times; with `takesEffect`, only the answer is lost.
    package func fail(
        _ call: EstateCall, in account: AccountID? = nil, with fault: EstateFault, times: Int = .max,
        takesEffect: Bool = false
    ) {
        state.withLock {
            $0.faults.append(
                Fault(call: call, account: account, fault: fault, left: times, takesEffect: takesEffect))
        }
    }

    package func recover() { state.withLock { $0.faults = [] } }

    /// Does something just before the next call of this kind is answered.
    package func beforeNext(_ call: EstateCall, _ act: @escaping @Sendable (FakeEstate) -> Void) {
        state.withLock { $0.hooks[call] = act }
    }

    /// Reads show this status for the key, as IAM does for a while after a change; nil: the true one.
    package func show(_ key: AccessKeyID, as status: KeyStatus?) { state.withLock { $0.shown[key] = status } }

    /// From now on, the audit trail shows who last changed a key.
    package func show(_ activity: KeyActivity, on key: AccessKeyID) { state.withLock { $0.activities[key] = activity } }

    /// From now on, the audit trail shows these calls, each in its Region.
    package func show(_ calls: [KeyCall], signedWith key: AccessKeyID) { state.withLock { $0.keyCalls[key] = calls } }

    func change(_ key: AccessKeyID, active: Bool, byRelevo: Bool) {
        state.withLock { state in
            guard let user = state.holder(of: key), let old = user.keys.first(where: { $0.id == key }) else { return }
            // Others' calls count only if they change something; Relevo's are always recorded.
            guard byRelevo || (old.status == .active) != active else { return }
            state.change(user.id) { user in
                for index in user.keys.indices where user.keys[index].id == key {
                    user.keys[index].status = active ? .active : .inactive
                }
            }
            state.changes.append(
                StatusChange(
                    user: user, key: key, createdAt: old.createdAt, isActive: active, at: clock.now,
                    trueAt: clock.truth,
                    byRelevo: byRelevo))
        }
    }

    private func replace(_ id: UserID, _ act: (User) -> (name: String, tags: [String: String])) {
        state.withLock { state in
            state.change(id) { user in
                let (name, tags) = act(user)
                user = User(
                    account: user.account, id: user.id, name: name, path: user.path,
                    arn: Self.arn(user.account, user.path, name), createdAt: user.createdAt, tags: tags,
                    keys: user.keys, password: user.password, mfa: user.mfa)
            }
        }
    }

    private static func arn(_ account: AccountID, _ path: String, _ name: String) -> String {
        "arn:aws:iam::\(account):user\(path)\(name)"
    }

    /// Ids of the right shape, in order of creation.
    private static func made<ID>(_ prefix: String, _ number: Int, _ id: (String) -> ID?) -> ID {
        let digits = "\(number)"
        guard let id = id(prefix + String(repeating: "0", count: 16 - digits.count) + digits) else {
            preconditionFailure("an id made here has the right shape")
        }
        return id
    }
}

extension FakeEstate.State {
    func holder(of key: AccessKeyID) -> User? {
        accounts.values.lazy.flatMap(\.users.values).first { $0.keys.contains { $0.id == key } }
    }

    mutating func change(_ id: UserID, _ act: (inout User) -> Void) {
        for (account, known) in accounts {
            guard var user = known.users[id] else { continue }
            act(&user)
            accounts[account]?.users[id] = user
        }
    }
}
