import KeyPolicy

/// Reads again what a decision acts on: the user's keys, and when the due ones were last used.
struct DueRefresh: Sendable {
    let outcome: ScanOutcome
    /// Nil when the account can't be reached.
    let reader: (any AccountReader)?

    /// How many users are read again at once, as in a scan.
    private static let width = 8

    /// Each of the users with its keys listed in this run, a few at a time; nil where the user is gone.
    func listed(_ users: [User]) async -> [UserID: Result<User?, any Error>] {
        await withTaskGroup(of: (UserID, Result<User?, any Error>).self) { group in
            var found: [UserID: Result<User?, any Error>] = [:]
            var waiting = users.makeIterator()
            func addNext() {
                guard let user = waiting.next() else { return }
                group.addTask { (user.id, await attempt(user)) }
            }
            for _ in 0..<Self.width { addNext() }
            while let (user, listing) = await group.next() {
                found[user] = listing
                addNext()
            }
            return found
        }
    }

    /// A function of its own because optimized Swift 6.3.1 loses a tuple that is made around `try await` inside `do`:
    /// the release build crashed.
    private func attempt(_ user: User) async -> Result<User?, any Error> {
        do { return .success(try await listed(user)) } catch { return .failure(error) }
    }

    /// The user with its keys listed in this run; nil when the user is gone. Throws when they can't be read.
    private func listed(_ user: User) async throws -> User? {
        guard !outcome.listed.contains(user.id), let reader else { return user }
        do {
            let before = Dictionary(user.keys.map { ($0.id, $0.lastUse) }, uniquingKeysWith: { first, _ in first })
            var user = user
            // By name, as in a scan: keys created since it began may belong to another user of that name.
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

    /// The user with the last use of the named keys, looked up only where it isn't known or, unless `isKnownAlready`,
    /// for all of them.
    func withLastUse(_ user: User, of due: Set<AccessKeyID>, isKnownAlready: Bool = true) async -> User {
        guard let reader else { return user }
        var user = user
        for index in user.keys.indices where due.contains(user.keys[index].id) {
            if isKnownAlready, user.keys[index].lastUse.isKnown { continue }
            do {
                user.keys[index].lastUse = try await reader.lastUse(of: user.keys[index].id)
            } catch {
                user.keys[index].lastUse = .unknown("IAM did not answer: \(error)")
            }
        }
        return user
    }
}
