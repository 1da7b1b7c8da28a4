package import KeyPolicy

/// Reads all users of an account, and checks that the list is complete.
package struct UserDetails: Sendable {
    /// More pages than the quota of 5,000 users can fill are an error.
    private static let mostPages = 1_000

    private let reader: any AccountReader

    package init(reader: any AccountReader) { self.reader = reader }

    package func all() async throws -> [User] {
        var users: [User] = []
        var ids: Set<UserID> = []
        var markers: Set<String> = []
        var marker: String?
        for _ in 0..<Self.mostPages {
            let page = try await reader.users(after: marker)
            for user in page.users {
                guard ids.insert(user.id).inserted else { throw UserDetailsError.userTwice(user.id) }
            }
            users += page.users
            guard let next = page.next else { return users }
            guard markers.insert(next).inserted else { throw UserDetailsError.markerTwice }
            marker = next
        }
        throw UserDetailsError.tooManyPages
    }
}

package enum UserDetailsError: Error, Hashable, CustomStringConvertible {
    case userTwice(UserID)
    case markerTwice
    case tooManyPages

    package var description: String {
        switch self {
        case .userTwice(let id):
            "IAM's list of users named \(id) twice, so it changed while it was read; the next run reads it again."
        case .markerTwice: "IAM's list of users came back to a page it had given before, so it can't be trusted."
        case .tooManyPages: "IAM's list of users did not end after a thousand pages."
        }
    }
}
