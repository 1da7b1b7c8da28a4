package import KeyPolicy

/// Lists the keys of many users, a few at a time.
package struct Listings: Sendable {
    /// What came of it: keys by user, and the names of users that were gone when asked.
    package struct Found: Sendable {
        package var keys: [UserID: [AccessKey]] = [:]
        package var vanished: [UserID: String] = [:]
    }

    private let reader: any AccountReader
    private let width: Int

    package init(reader: any AccountReader, width: Int) {
        self.reader = reader
        self.width = width
    }

    /// Throws the first failure: a listing that failed is not an empty one.
    package func keys(of users: [User]) async throws -> Found {
        try await withThrowingTaskGroup(of: (User, [AccessKey]?).self) { group in
            var found = Found()
            var waiting = users.makeIterator()
            func addNext() {
                guard let user = waiting.next() else { return }
                group.addTask { (user, try await list(user)) }
            }
            for _ in 0..<width { addNext() }
            while let (user, keys) = try await group.next() {
                if let keys { found.keys[user.id] = keys } else { found.vanished[user.id] = user.name }
                addNext()
            }
            return found
        }
    }

    private func list(_ user: User) async throws -> [AccessKey]? {
        do {
            return try await reader.accessKeys(of: user.name)
        } catch AccountReaderError.noSuchUser {
            return nil
        }
    }
}
