import KeyPolicy

/// Reads again what a decision would act on: the user's keys, and when the due ones were last used.
struct DueRefresh: Sendable {
    let outcome: ScanOutcome

    /// The user with its keys listed in this run; nil when the user is gone. Throws when that can't be had.
    func listed(_ user: User) async throws -> User? {
        guard !outcome.listed.contains(user.id), let reader = outcome.reader else { return user }
        do {
            let before = Dictionary(user.keys.map { ($0.id, $0.lastUse) }, uniquingKeysWith: { first, _ in first })
            var user = user
            // By name, as in a scan: what was made since it began may belong to another user of that name.
            user.keys = try await reader.accessKeys(of: user.name)
                .filter { $0.createdAt <= outcome.startedAt || before[$0.id] != nil }
            for index in user.keys.indices {
                if let known = before[user.keys[index].id] { user.keys[index].lastUse = known }
            }
            return user
        } catch AccountReaderError.noSuchUser {
            return nil
        }
    }

    /// The user with the last use of the named keys looked up where the report could not say it, or in any case.
    func withLastUse(_ user: User, of due: Set<AccessKeyID>, isKnownAlready: Bool = true) async -> User {
        guard let reader = outcome.reader else { return user }
        var user = user
        for index in user.keys.indices where due.contains(user.keys[index].id) {
            if isKnownAlready, user.keys[index].lastUse.isKnown { continue }
            do {
                user.keys[index].lastUse = try await reader.lastUse(of: user.keys[index].id)
            } catch {
                user.keys[index].lastUse = .unknown("IAM could not say it: \(error)")
            }
        }
        return user
    }
}
