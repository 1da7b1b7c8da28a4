package import FoundationEssentials
package import KeyPolicy

/// Decides which users' keys are listed in this scan: the cost grows with what changed, and every user is listed at
/// least once in 35 days.
package enum ListingPlan {
    /// Why a user is listed.
    package enum Reason: String, Hashable, Sendable {
        case noReport
        case notInReport
        case neverListed
        case changed
        case youngerThanReport
        case moreThanTwoKeys
        case turn
    }

    /// One user of the account from the details, with its row and what was known before.
    package struct Candidate: Sendable {
        package let user: User
        package let row: CredentialReport.Row?
        package let known: UserInventory?

        package init(user: User, row: CredentialReport.Row?, known: UserInventory?) {
            self.user = user
            self.row = row
            self.known = known
        }
    }

    /// The most days that a user waits for a listing, whatever the rotation says.
    package static let longestUnread = 34

    package static func reasons(
        for candidates: [Candidate], report: CredentialReport?, lastScan: Date?, now: Date
    ) -> [UserID: Reason] {
        guard let report else {
            return Dictionary(candidates.map { ($0.user.id, .noReport) }, uniquingKeysWith: { first, _ in first })
        }
        var reasons: [UserID: Reason] = [:]
        for candidate in candidates {
            reasons[candidate.user.id] = reason(for: candidate, report: report)
        }
        let waiting = candidates.filter { reasons[$0.user.id] == nil && ($0.row?.showsKeys ?? false) }
            .sorted {
                ($0.known?.listedAt ?? .distantPast, $0.user.id) < ($1.known?.listedAt ?? .distantPast, $1.user.id)
            }
        let withKeys = candidates.filter { $0.row?.showsKeys ?? true }.count
        let turns = turns(of: withKeys, lastScan: lastScan, now: now)
        for (index, candidate) in waiting.enumerated() {
            let unread = Days.whole(from: candidate.known?.listedAt ?? .distantPast, to: now)
            if index < turns || unread >= longestUnread { reasons[candidate.user.id] = .turn }
        }
        return reasons
    }

    private static func reason(for candidate: Candidate, report: CredentialReport) -> Reason? {
        guard let row = candidate.row else { return .notInReport }
        if row.hasMore { return .moreThanTwoKeys }
        guard let known = candidate.known, known.listedAt != nil, known.fingerprint != nil else {
            let knewKeys = !(candidate.known?.user.keys.isEmpty ?? true)
            return row.showsKeys || knewKeys ? .neverListed : nil
        }
        if known.user.keys.count > 2 { return .moreThanTwoKeys }
        if known.fingerprint != row.fingerprint { return .changed }
        if let newest = known.user.keys.map(\.createdAt).max(), newest > report.generatedAt {
            return .youngerThanReport
        }
        return nil
    }

    /// A thirtieth of the users per day since the last scan, rounded up.
    private static func turns(of users: Int, lastScan: Date?, now: Date) -> Int {
        guard let lastScan, now > lastScan else { return 0 }
        let days = now.timeIntervalSince(lastScan) / Days.seconds
        return Int((Double(users) / 30 * min(days, 30)).rounded(.up))
    }
}

/// Lists the keys of many users, a few at a time.
package struct Listings: Sendable {
    /// Keys by user, and the names of users that were gone.
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
